import { GitRepository } from '@heroku-release/git-repo';
import { ensureUv, findInterpreters, type Interpreter, parsePyproject } from '@heroku-release/python-project';
import { parseSettings, type Settings, versionOrigin } from '@heroku-release/release-history';
import { type RehearsalSettings, rehearsalSettings } from './rehearsal-settings.ts';
import type { RehearsalRequest, RehearsalWorld } from './rehearsal-world.ts';
import type { SourceRepository } from './source-repository.ts';

/** The project of a rehearsal, its settings, and the tools of this machine. */
export interface PreparedProject extends RehearsalSettings {
  readonly settings: Settings;
  /** Project name in pyproject.toml. */
  readonly name: string;
  readonly component: string;
  /** Configured Pythons that are installed here. */
  readonly pythons: string[];
  /** Path of uv. */
  readonly uv: string;
  readonly python: (version: string) => Promise<Interpreter | undefined>;
}

/** Reads the project at the tip of the default branch, and finds uv and the Pythons it needs. */
export async function prepare(
  request: RehearsalRequest,
  source: SourceRepository,
  { world, story, toolFolder }: RehearsalWorld,
): Promise<PreparedProject> {
  const { commands, files, env } = world;
  const git = await GitRepository.open(source.gitDirectory, { commands, files });
  const read = async (file: string) => await git.readFile(`refs/heads/${source.defaultBranch}`, file);
  const pyproject = await read('pyproject.toml');
  // Throws here, before anything starts, when the version cannot be found.
  versionOrigin(pyproject);
  const settings = parseSettings({ pyproject, ownFile: await read('heroku-release.toml') });
  const onProgress = (message: string) => {
    story.say(message);
  };
  const path = env['PATH'] ?? '';
  const { path: uv } = await ensureUv({ commands, files, path, folder: toolFolder, onProgress });
  const interpreters = async (versions: readonly string[]) =>
    await findInterpreters(versions, { commands, files, path, home: env['HOME'], uv });
  const installed = await interpreters(settings.pythons);
  return {
    ...rehearsalSettings({
      settings,
      installed,
      branch: source.defaultBranch,
      skip: request.skip,
      patienceMs: request.patienceMs,
    }),
    settings,
    name: parsePyproject(pyproject ?? '').name,
    component: settings.component ?? source.fullName.split('/')[1] ?? source.fullName,
    pythons: installed.map(({ minor }) => minor),
    uv,
    python: async (version) => (await interpreters([version]))[0],
  };
}
