import { basename, dirname, join } from 'node:path';
import { KitError } from '@heroku-release/release-kit';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { findOnPath } from './search-path.ts';

/** A uv that was started and answered. */
export interface Uv {
  readonly path: string;
  /** Found on the search path, or installed by us into the private folder. */
  readonly origin: 'machine' | 'private folder';
}

/** How {@link ensureUv} looks and where it installs. */
export interface EnsureUvOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The search path, as in `PATH`. */
  readonly path: string;
  /** A folder of our own, such as one in the user's cache; reused the next time. */
  readonly folder: string;
  /** The Python that makes the folder, default `python3`. */
  readonly python?: string | undefined;
  /** Told what goes on when it takes longer. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * uv from the machine, else from a private folder, into which it is installed with pip when it is not there. A half-made folder is made anew.
 *
 * Errors: `PYTHON_UV_UNAVAILABLE`; its hint says what to install.
 */
export async function ensureUv(options: EnsureUvOptions): Promise<Uv> {
  for (const path of await findOnPath('uv', options.path, options.files)) {
    if (await works(path, options.commands)) return { path, origin: 'machine' };
  }
  const path = join(options.folder, 'bin', 'uv');
  if ((await options.files.exists(path)) && (await works(path, options.commands))) {
    return { path, origin: 'private folder' };
  }
  options.onProgress?.(`uv is not on the PATH; installing it with pip into ${options.folder}`);
  await install(options);
  if (!(await works(path, options.commands))) throw unavailable('the installed uv does not start');
  return { path, origin: 'private folder' };
}

/** Two processes may do this at once: each makes a folder of its own, and puts it into its place when it is complete. */
async function install({ commands, files, folder, python = 'python3' }: EnsureUvOptions): Promise<void> {
  await files.remove(folder);
  await files.makeFolder(dirname(folder));
  const own = await files.temporaryFolder(`${basename(folder)}-`, dirname(folder));
  try {
    await commands.output({
      command: python,
      args: ['-m', 'venv', '--clear', own],
      env: PYTHON_ENVIRONMENT,
      name: 'python venv for uv',
    });
    await commands.output({
      command: join(own, 'bin', 'python'),
      args: ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', 'uv'],
      env: PYTHON_ENVIRONMENT,
      name: 'pip install uv',
    });
    await files.moveFolder(own, folder);
  } catch (cause) {
    // Somebody else may have been quicker.
    if (await works(join(folder, 'bin', 'uv'), commands)) return;
    throw unavailable(cause instanceof Error ? cause.message : 'it cannot be installed', cause);
  } finally {
    await files.remove(own);
  }
}

async function works(path: string, commands: CommandRunner): Promise<boolean> {
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
    hint: 'Install uv so that it is on the PATH, or Python 3 with its modules venv and pip.',
  });
}
