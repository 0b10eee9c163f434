import { basename, dirname, join } from 'node:path';
import { KitError } from '@heroku-release/release-kit';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { findOnPath } from './search-path.ts';

/** A uv that was started successfully. */
export interface Uv {
  readonly path: string;
  /** Found on the search path, or installed into the private folder. */
  readonly origin: 'machine' | 'private folder';
}

/** The options of {@link ensureUv}. */
export interface EnsureUvOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The search path, as in `PATH`. */
  readonly path: string;
  /** The private folder to install uv into, such as one in the user's cache; reused the next time. */
  readonly folder: string;
  /** The Python that installs uv; default `python3`. */
  readonly python?: string | undefined;
  /** Receives a message before an installation, which takes longer. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * Finds uv on the machine or in a private folder, and otherwise installs it there with pip. An incomplete folder is replaced.
 *
 * Errors: `PYTHON_UV_UNAVAILABLE`; its hint says what to install.
 */
export async function ensureUv(options: EnsureUvOptions): Promise<Uv> {
  for (const path of await findOnPath('uv', options.path, options.files)) {
    if (await isUv(path, options.commands)) return { path, origin: 'machine' };
  }
  const path = join(options.folder, 'bin', 'uv');
  if ((await options.files.exists(path)) && (await isUv(path, options.commands))) {
    return { path, origin: 'private folder' };
  }
  options.onProgress?.(`uv is not on the PATH; installing it with pip into ${options.folder}`);
  await install(options);
  if (!(await isUv(path, options.commands))) throw unavailable('the installed uv does not start');
  return { path, origin: 'private folder' };
}

/** Two processes may do this at once: each installs into a separate folder, and moves it into place when it is complete. */
async function install({ commands, files, folder, python = 'python3' }: EnsureUvOptions): Promise<void> {
  await files.remove(folder);
  await files.makeFolder(dirname(folder));
  const temporary = await files.temporaryFolder(`${basename(folder)}-`, dirname(folder));
  try {
    await commands.output({
      command: python,
      args: ['-m', 'venv', '--clear', temporary],
      env: PYTHON_ENVIRONMENT,
      name: 'python venv for uv',
    });
    await commands.output({
      command: join(temporary, 'bin', 'python'),
      args: ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', 'uv'],
      env: PYTHON_ENVIRONMENT,
      name: 'pip install uv',
    });
    await files.moveFolder(temporary, folder);
  } catch (cause) {
    // Another process may have won the race.
    if (await isUv(join(folder, 'bin', 'uv'), commands)) return;
    throw unavailable(cause instanceof Error ? cause.message : 'it cannot be installed', cause);
  } finally {
    await files.remove(temporary);
  }
}

async function isUv(path: string, commands: CommandRunner): Promise<boolean> {
  try {
    const result = await commands.run({
      command: path,
      args: ['--version'],
      timeoutMs: 30_000,
      name: 'uv --version',
    });
    return result.exitCode === 0 && result.stdout.startsWith('uv ');
  } catch (error) {
    if (error instanceof KitError && error.code.startsWith('COMMAND_')) return false;
    throw error;
  }
}

function unavailable(because: string, cause?: unknown): PythonError {
  return new PythonError('PYTHON_UV_UNAVAILABLE', `uv is not available: ${because}`, {
    cause,
    hint: 'Install uv on the PATH, or Python 3 with the modules venv and pip.',
  });
}
