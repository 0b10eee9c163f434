import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { copyTree } from './copy-tree.ts';
import { PythonError } from './errors.ts';
import { outputEnd } from './output-end.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { listSources } from './source-tree.ts';

/** A file that a build made. */
export interface BuiltFile {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What is built, and how. */
export interface BuildOptions {
  /** Where the built files go; files of other names that lie there stay. */
  readonly outDir: string;
  /** Seconds since the epoch, such as the commit's time: with it two builds of one tree give the same bytes. */
  readonly sourceDateEpoch: number;
  /** The source tree, default the project's root. */
  readonly sourceDir?: string;
  /** The uv executable; needed unless `command` is given. */
  readonly uv?: string;
  /**
   * Another build command. `{outDir}`, `{python}` and `{uv}` are replaced; without `{outDir}` its files are expected in `dist`. It
   * runs in a copy of the tree.
   */
  readonly command?: readonly string[] | undefined;
  /** The Python that builds, default what uv chooses. */
  readonly python?: string | undefined;
  /** Set for the build on top of the environment, such as the variable that tells a build backend its version. */
  readonly env?: Readonly<Record<string, string>>;
  /** Take more than one wheel, for projects with extension modules. Default `false`: one wheel and one sdist. */
  readonly severalWheels?: boolean;
  readonly signal?: AbortSignal;
  /** Told what is going on. */
  readonly onProgress?: (message: string) => void;
}

/** The doors that a build needs, and the tree it builds by default. */
export interface BuildIo {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly root: string;
  /** The version comes from git's tags, so the copy gets the repository too. */
  readonly needsRepository: boolean;
}

/** Builds in a copy of the tree, which is left as it was. */
export async function buildDistributions(options: BuildOptions, io: BuildIo): Promise<BuiltFile[]> {
  const { commands, files } = io;
  const folder = await files.temporaryFolder('heroku-release-build-');
  try {
    const [tree, made] = [join(folder, 'tree'), join(folder, 'made')];
    const source = options.sourceDir ?? io.root;
    const names = await listSources(source, commands);
    if (io.needsRepository) names.push('.git');
    const python = options.python ?? 'python3';
    await copyTree({ python, source, target: tree, names, moment: options.sourceDateEpoch }, commands);
    await files.makeFolder(made);
    options.onProgress?.('building wheel and sdist');
    const where = await runBuild(options, commands, { tree, made });
    const built = (await files.list(where)).filter((name) => /\.(?:whl|tar\.gz)$/.test(name));
    checkBuilt(built, options.severalWheels ?? false);
    return await Promise.all(
      built.map(async (name) => {
        const path = join(options.outDir, name);
        const digest = await files.writeStream(path, createReadStream(join(where, name)));
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
  { tree, made }: { readonly tree: string; readonly made: string },
): Promise<string> {
  const [command, ...args] = buildCommand(options, made);
  if (command === undefined) throw new PythonError('PYTHON_BUILD_FAILED', 'the build command is empty');
  const result = await commands.run({
    command,
    args,
    cwd: tree,
    env: { ...PYTHON_ENVIRONMENT, ...options.env, SOURCE_DATE_EPOCH: String(options.sourceDateEpoch) },
    name: 'python build',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onLine: options.onProgress }),
  });
  if (result.exitCode !== 0) {
    throw new PythonError(
      'PYTHON_BUILD_FAILED',
      `the build ended with exit code ${result.exitCode}:\n${outputEnd(result)}`,
      { hint: `Repeat it by hand in the project: ${[command, ...args].join(' ')}` },
    );
  }
  const usesOutDir = options.command === undefined || options.command.join(' ').includes('{outDir}');
  return usesOutDir ? made : join(tree, 'dist');
}

function buildCommand(options: BuildOptions, made: string): string[] {
  const { uv, python } = options;
  if (options.command !== undefined) {
    return options.command.map((part) =>
      part
        .replaceAll('{outDir}', made)
        .replaceAll('{python}', python ?? 'python3')
        .replaceAll('{uv}', uv ?? 'uv'),
    );
  }
  if (uv === undefined) {
    throw new PythonError('PYTHON_UV_UNAVAILABLE', 'the build needs uv', {
      hint: 'Install uv so that it is on the PATH, or set a build command.',
    });
  }
  return [uv, 'build', '--out-dir', made, ...(python === undefined ? [] : ['--python', python]), '.'];
}

function checkBuilt(built: readonly string[], severalWheels: boolean): void {
  const wheels = built.filter((name) => name.endsWith('.whl')).length;
  const sdists = built.length - wheels;
  if (sdists === 1 && (wheels === 1 || (severalWheels && wheels > 1))) return;
  throw new PythonError(
    'PYTHON_BUILD_UNEXPECTED_FILES',
    `the build made ${built.length === 0 ? 'no files' : built.join(', ')}; one wheel and one sdist are expected`,
    { hint: 'Check the build command and where it puts its files.' },
  );
}
