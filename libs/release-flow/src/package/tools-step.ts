import { ensureUv, findInterpreters } from '@heroku-release/python-project';
import type { Interpreter, Uv } from '@heroku-release/python-project';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import type { Settings } from '../settings/schema.ts';
import type { PackageContext, PackagePart, PackageTools } from './context.ts';

interface Seen {
  readonly interpreters: readonly Interpreter[];
  readonly uv: Uv | undefined;
}

/** uv and every configured Python: what is missing is said before anything is built. */
export function toolsStep(tools: PackageTools): Step<PackageContext, Seen, readonly Interpreter[]> {
  const { commands, files, path, home } = tools;
  return {
    name: 'tools',
    needs: [],
    observe: async ({ settings }) => ({
      interpreters: await findInterpreters(settings.pythons, { commands, files, path, home }),
      uv: undefined,
    }),
    decide: ({ settings, parts }, value) => {
      const { interpreters } = value as Seen;
      const missing = settings.pythons.filter(
        (minor) => !interpreters.some((found) => found.minor === minor),
      );
      const needed = parts.has('test') && !settings.skip.includes('tests');
      if (needed && missing.length > 0) {
        return new Refuse(
          'PLAN_UNTESTED',
          `Python ${missing.join(', ')} is not installed, and the wheel must pass there`,
          'Install it (in the workflow: actions/setup-python), or name the Pythons to support in the setting pythons.',
        );
      }
      if (!needsUv(settings, parts)) return settled('no tool is needed');
      return act(interpreters, `uv, and Python ${interpreters.map(({ version }) => version).join(', ')}`);
    },
    act: async (interpreters, io) => {
      const uv = await ensureUv({
        commands,
        files,
        path,
        folder: tools.toolFolder,
        onProgress: (text) => {
          io.progress(text);
        },
      });
      if (uv.origin === 'private folder')
        io.note(`uv is not on the PATH; the one in ${tools.toolFolder} is used`);
      return { interpreters, uv };
    },
    learn: (context, { interpreters, uv }) => ({
      ...context,
      interpreters,
      ...(uv === undefined ? {} : { uv: uv.path }),
    }),
  };
}

/** Whether anything is left that uv does: the repository's own commands bring their own tools. */
function needsUv(settings: Settings, parts: ReadonlySet<PackagePart>): boolean {
  const builds = (parts.has('build') || parts.has('test')) && settings.build === undefined;
  const tests = parts.has('test') && !settings.skip.includes('tests');
  const lints = parts.has('lint') && !settings.skip.includes('lint') && settings.lint === undefined;
  return builds || tests || lints;
}
