import { join } from 'node:path';
import { KitError } from '@heroku-release/release-kit';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { findOnPath } from './search-path.ts';

/** A Python that was started and said what it is. */
export interface Interpreter {
  /** `3.12` */
  readonly minor: string;
  /** Absolute: the executable itself, not a shim in front of it. */
  readonly path: string;
  /** `3.12.1` */
  readonly version: string;
}

/** Where {@link findInterpreters} looks. */
export interface FindInterpretersOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The search path, as in `PATH`. */
  readonly path: string;
  /** The home folder; pyenv's versions lie below it. */
  readonly home?: string | undefined;
  /** The uv executable; it knows Pythons that it installed itself. */
  readonly uv?: string | undefined;
}

const SAY =
  'import sys; print("%d.%d" % sys.version_info[:2]); print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';

/**
 * Finds a Python for each wanted minor version: `python3.12` on the search path, then pyenv's newest `3.12.*`, then what uv has. Each
 * is started before it counts, since shims answer to names they cannot serve. Nothing is ever downloaded. A minor version that is not on
 * this machine is missing from the answer.
 *
 * Errors: `PYTHON_VERSION_INVALID` for anything but `3.<number>`.
 */
export async function findInterpreters(
  minors: readonly string[],
  options: FindInterpretersOptions,
): Promise<Interpreter[]> {
  const found: Interpreter[] = [];
  for (const minor of new Set(minors)) {
    if (!/^3\.\d{1,3}$/.test(minor)) {
      throw new PythonError('PYTHON_VERSION_INVALID', `'${minor}' is no minor version of Python`, {
        hint: 'Write it like "3.12", in quotes.',
      });
    }
    const interpreter = await findInterpreter(minor, options);
    if (interpreter !== undefined) found.push(interpreter);
  }
  return found;
}

async function findInterpreter(
  minor: string,
  options: FindInterpretersOptions,
): Promise<Interpreter | undefined> {
  for await (const candidate of candidates(minor, options)) {
    const interpreter = await ask(candidate, minor, options);
    if (interpreter?.minor === minor) return interpreter;
  }
  return undefined;
}

async function* candidates(minor: string, options: FindInterpretersOptions): AsyncGenerator<string> {
  yield* await findOnPath(`python${minor}`, options.path, options.files);
  if (options.home !== undefined) yield* await pyenvVersions(minor, options.home, options.files);
  if (options.uv !== undefined) {
    const result = await run(options, {
      command: options.uv,
      args: ['python', 'find', '--no-python-downloads', '--no-project', minor],
      name: `uv python find ${minor}`,
    });
    const path = result?.exitCode === 0 ? result.stdout.trim() : '';
    if (path !== '') yield path;
  }
}

async function pyenvVersions(minor: string, home: string, files: FileStore): Promise<string[]> {
  const folder = join(home, '.pyenv', 'versions');
  const patch = (name: string) => Number(name.slice(minor.length + 1));
  const names = (await files.list(folder)).filter(
    (name) => name.startsWith(`${minor}.`) && /^\d+\.\d+\.\d+$/.test(name),
  );
  return names.sort((a, b) => patch(b) - patch(a)).map((name) => join(folder, name, 'bin', 'python'));
}

async function ask(
  candidate: string,
  minor: string,
  options: FindInterpretersOptions,
): Promise<Interpreter | undefined> {
  const result = await run(options, {
    command: candidate,
    args: ['-I', '-B', '-c', SAY],
    name: `python${minor} version`,
  });
  if (result?.exitCode !== 0) return undefined;
  const [said, version, path] = result.stdout.trim().split(/\r?\n/);
  if (said === undefined || version === undefined || path === undefined) return undefined;
  return { minor: said, version, path };
}

async function run(
  options: FindInterpretersOptions,
  request: { readonly command: string; readonly args: readonly string[]; readonly name: string },
) {
  try {
    return await options.commands.run({ ...request, env: PYTHON_ENVIRONMENT, timeoutMs: 30_000 });
  } catch (error) {
    // Not startable, or hanging: it is no Python that could be used.
    if (error instanceof KitError && error.code.startsWith('COMMAND_')) return undefined;
    throw error;
  }
}
