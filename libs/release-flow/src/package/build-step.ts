import type { BuiltFile } from '@heroku-release/python-project';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import { otherVersions, versionVariable, wantedVersion } from './built-version.ts';
import type { PackageContext, PackageTools } from './context.ts';

interface Build {
  readonly uv: string | undefined;
  /** Path of the Python that builds: the newest one that is supported. */
  readonly python: string | undefined;
  readonly command: readonly string[] | undefined;
  readonly commitSeconds: number;
  /** What the built files must say; undefined where no release is made or reviewed. */
  readonly version: string | undefined;
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
    decide: (context, value) => {
      const { settings, uv, interpreters, parts } = context;
      if (!parts.has('build') && !parts.has('test')) return settled('not asked for');
      const { commitSeconds } = value as Seen;
      const python = interpreters?.at(-1)?.path;
      const version = wantedVersion(context);
      const action = { uv, python, command: settings.build, commitSeconds, version };
      return act(action, 'building wheel and sdist', 'built one wheel and one sdist');
    },
    act: async ({ uv, python, command, commitSeconds, version }, io) => {
      const built = await tools.project.build({
        outDir: tools.outFolder,
        // The commit's own time: two builds of one tree give the same bytes.
        sourceDateEpoch: commitSeconds,
        ...(command === undefined ? { uv: known(uv, 'uv') } : {}),
        ...(python === undefined ? {} : { python }),
        command,
        env: versionVariable(tools.project.version, version),
        onProgress: (text) => {
          io.progress(text);
        },
      });
      const others = version === undefined ? [] : await otherVersions(built, version);
      if (others.length === 0) return { commitSeconds, built };
      return new Refuse(
        'VERSION_MISMATCH',
        `this is the release of ${version ?? ''}, but ${others.join(' and ')}`,
        'Nothing was released. Correct where the build takes its version from, then draft the release again.',
      );
    },
    learn: (context, { built }) => (built === undefined ? context : { ...context, built }),
  };
}
