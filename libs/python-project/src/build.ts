import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { outputEnd } from './output-end.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { listSources } from './source-tree.ts';
import { copyTree } from './tree-copy.ts';

/** A file that a build produced. */
export interface BuiltFile {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** The options of a build. */
export interface BuildOptions {
  /** The folder for the built files; other files in it are kept. */
  readonly outDir: string;
  /** Seconds since the epoch, such as the commit's time; makes two builds of one tree give the same bytes. */
  readonly sourceDateEpoch: number;
  /** The uv executable; required unless `command` is given. */
  readonly uv?: string | undefined;
  /**
   * A custom build command, run in a copy of the tree. `{outDir}`, `{python}` and `{uv}` are replaced; without `{outDir}`, its files are
   * expected in `dist`.
   */
  readonly command?: readonly string[] | undefined;
  /** The Python for the build; default the one that uv chooses. */
  readonly python?: string | undefined;
  /** Additional variables for the build, such as the one that passes the version to a build backend. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives progress messages. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** The dependencies of a build, and the tree to build. */
export interface BuildIo {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly root: string;
  /** Whether the version comes from git's tags, so that the copy needs the repository too. */
  readonly needsRepository: boolean;
}

/** Builds wheel and sdist in a copy of the tree; the tree itself does not change. */
export async function buildDistributions(options: BuildOptions, io: BuildIo): Promise<BuiltFile[]> {
  const { commands, files } = io;
  const folder = await files.temporaryFolder('heroku-release-build-');
  try {
    const [tree, outDir] = [join(folder, 'tree'), join(folder, 'out')];
    const names = await listSources(io.root, commands);
    if (io.needsRepository) names.push('.git');
    const python = options.python ?? 'python3';
    const timestamp = options.sourceDateEpoch;
    await copyTree({ python, source: io.root, target: tree, names, timestamp }, commands);
    await files.makeFolder(outDir);
    options.onProgress?.('building wheel and sdist');
    const producedIn = await runBuild(options, commands, { tree, outDir });
    const built = (await files.list(producedIn)).filter((name) => /\.(?:whl|tar\.gz)$/.test(name));
    checkBuilt(built);
    return await Promise.all(
      built.map(async (name) => {
        const path = join(options.outDir, name);
        const digest = await files.writeStream(path, createReadStream(join(producedIn, name)));
        return { name, path, ...digest };
      }),
    );
  } finally {
    await files.remove(folder);
  }
}

async function runBuild(
  options: BuildOptions,
  commands: CommandRunner,
  { tree, outDir }: { readonly tree: string; readonly outDir: string },
): Promise<string> {
  const [command, ...args] = buildCommand(options, outDir);
  if (command === undefined) throw new PythonError('PYTHON_BUILD_FAILED', 'the build command is empty');
  const result = await commands.run({
    command,
    args,
    cwd: tree,
    env: { ...PYTHON_ENVIRONMENT, ...options.env, SOURCE_DATE_EPOCH: String(options.sourceDateEpoch) },
    name: 'python build',
    signal: options.signal,
    onLine: options.onProgress,
  });
  if (result.exitCode !== 0) {
    throw new PythonError(
      'PYTHON_BUILD_FAILED',
      `the build ended with exit code ${result.exitCode}:\n${outputEnd(result)}`,
      { hint: `Run it by hand in the project: ${[command, ...args].join(' ')}` },
    );
  }
  const usesOutDir = options.command === undefined || options.command.join(' ').includes('{outDir}');
  return usesOutDir ? outDir : join(tree, 'dist');
}

function buildCommand(options: BuildOptions, outDir: string): string[] {
  const { uv, python } = options;
  if (options.command !== undefined) {
    return options.command.map((part) =>
      part
        .replaceAll('{outDir}', outDir)
        .replaceAll('{python}', python ?? 'python3')
        .replaceAll('{uv}', uv ?? 'uv'),
    );
  }
  if (uv === undefined) {
    throw new PythonError('PYTHON_UV_UNAVAILABLE', 'the build needs uv', {
      hint: 'Install uv on the PATH, or set a build command.',
    });
  }
  return [uv, 'build', '--out-dir', outDir, ...(python === undefined ? [] : ['--python', python]), '.'];
}

function checkBuilt(built: readonly string[]): void {
  const wheels = built.filter((name) => name.endsWith('.whl')).length;
  const sdists = built.length - wheels;
  if (sdists === 1 && wheels === 1) return;
  throw new PythonError(
    'PYTHON_BUILD_UNEXPECTED_FILES',
    `the build produced ${built.length === 0 ? 'no files' : built.join(', ')}; expected one wheel and one sdist`,
    { hint: 'Check the build command and its output folder.' },
  );
}
