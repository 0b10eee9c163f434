import { join } from 'node:path';
import { KitError } from '@heroku-release/release-kit';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { findOnPath } from './search-path.ts';

/** A Python that was started and reported its version. */
export interface Interpreter {
  /** `3.12` */
  readonly minor: string;
  /** Absolute: the executable itself, not a shim in front of it. */
  readonly path: string;
  /** `3.12.1` */
  readonly version: string;
}

/** The places where {@link findInterpreters} searches. */
export interface FindInterpretersOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The search path, as in `PATH`. */
  readonly path: string;
  /** The home folder, which contains pyenv's versions. */
  readonly home?: string | undefined;
  /** The uv executable, which finds the Pythons that it installed itself. */
  readonly uv?: string | undefined;
}

const REPORT =
  'import sys; print("%d.%d" % sys.version_info[:2]); print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';

/**
 * Finds a Python for each minor version: `python3.12` on the search path, then pyenv's newest `3.12.*`, then the one that uv finds. Each
 * candidate is started first, since a shim may exist for a version that is not installed. Nothing is ever downloaded. The result leaves out
 * minor versions that are not on this machine.
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
      throw new PythonError('PYTHON_VERSION_INVALID', `'${minor}' is not a minor version of Python`, {
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
    const interpreter = await startCandidate(candidate, minor, options);
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

async function startCandidate(
  candidate: string,
  minor: string,
  options: FindInterpretersOptions,
): Promise<Interpreter | undefined> {
  const result = await run(options, {
    command: candidate,
    args: ['-I', '-B', '-c', REPORT],
    name: `python${minor} version`,
  });
  if (result?.exitCode !== 0) return undefined;
  const [actualMinor, version, path] = result.stdout.trim().split(/\r?\n/);
  if (actualMinor === undefined || version === undefined || path === undefined) return undefined;
  return { minor: actualMinor, version, path };
}

async function run(
  options: FindInterpretersOptions,
  request: { readonly command: string; readonly args: readonly string[]; readonly name: string },
) {
  try {
    return await options.commands.run({ ...request, env: PYTHON_ENVIRONMENT, timeoutMs: 30_000 });
  } catch (error) {
    // It does not start or does not end, so it is not usable.
    if (error instanceof KitError && error.code.startsWith('COMMAND_')) return undefined;
    throw error;
  }
}
