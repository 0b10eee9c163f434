import { ensureUv, findInterpreters } from '@heroku-release/python-project';
import type { Interpreter } from '@heroku-release/python-project';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import type { PackageInput } from './package-input.ts';

/** uv and the interpreters. */
export interface Toolbox {
  /** Path of uv; plain `uv` where no step starts it. */
  readonly uv: string;
  /** The configured Pythons that are installed. */
  readonly interpreters: readonly Interpreter[];
}

/** uv and every configured Python. Missing ones are reported before anything is built. */
export const prepareTools = effect({
  needs: [],
  observe: async ({ services, settings }: PackageInput): Promise<readonly Interpreter[]> =>
    await findInterpreters(settings.pythons, services),
  decide: (
    { settings, parts }: PackageInput,
    interpreters: readonly Interpreter[],
  ): EffectDecision<Toolbox, readonly Interpreter[]> => {
    const missing = settings.pythons.filter((minor) => !interpreters.some((found) => found.minor === minor));
    const tests = parts.has('test') && !settings.skip.includes('tests');
    if (tests && missing.length > 0) {
      return refuse(
        'PLAN_UNTESTED',
        `Python ${missing.join(', ')} is not installed, and the wheel must pass there`,
        'Install it (in the workflow: actions/setup-python), or name the Pythons to support in the setting pythons.',
      );
    }
    const builds = (parts.has('build') || parts.has('test')) && settings.build === undefined;
    const lints = parts.has('lint') && !settings.skip.includes('lint') && settings.lint === undefined;
    // The repository's own commands bring their own tools.
    if (!builds && !tests && !lints) return settled({ uv: 'uv', interpreters }, 'no tool is needed');
    const versions = interpreters.map(({ version }) => version).join(', ');
    return act(interpreters, `uv, and Python ${versions}`);
  },
  act: async (
    interpreters: readonly Interpreter[],
    { services }: PackageInput,
    io: StepIo,
  ): Promise<Toolbox> => {
    const { commands, files, path, toolFolder } = services;
    const onProgress = (text: string) => {
      io.progress(text);
    };
    const uv = await ensureUv({ commands, files, path, folder: toolFolder, onProgress });
    if (uv.origin === 'private folder') {
      io.note(`uv is not on the PATH; the one in ${toolFolder} is used`);
    }
    return { uv: uv.path, interpreters };
  },
});
