import type { BuiltFile } from '@heroku-release/python-project';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { PackageContext, PackageTools } from './context.ts';

interface Build {
  readonly uv: string | undefined;
  readonly command: readonly string[] | undefined;
  readonly commitSeconds: number;
}

interface Seen {
  readonly commitSeconds: number;
  readonly built?: readonly BuiltFile[];
}

/** One wheel and one sdist, built once: these bytes are tested, and these bytes are published. */
export function buildStep(tools: PackageTools): Step<PackageContext, Seen, Build> {
  return {
    name: 'build',
    needs: [],
    observe: async ({ sha }) => {
      for await (const commit of tools.git.log({ to: sha })) {
        return { commitSeconds: Math.floor(Date.parse(commit.committerDate) / 1000) };
      }
      return { commitSeconds: 0 };
    },
    decide: ({ settings, uv, parts }, value) => {
      if (!parts.has('build') && !parts.has('test')) return settled('not asked for');
      const { commitSeconds } = value as Seen;
      return act({ uv, command: settings.build, commitSeconds }, 'building wheel and sdist');
    },
    act: async ({ uv, command, commitSeconds }, io) => {
      const built = await tools.project.build({
        outDir: tools.outFolder,
        // The commit's own time: two builds of one tree give the same bytes.
        sourceDateEpoch: commitSeconds,
        uv: known(uv, 'uv'),
        command,
        onProgress: (text) => {
          io.progress(text);
        },
      });
      return { commitSeconds, built };
    },
    learn: (context, { built }) => (built === undefined ? context : { ...context, built }),
  };
}
