import { join } from 'node:path';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import type { PyprojectVersion } from '@heroku-release/versioning';
import { buildDistributions } from './build.ts';
import type { BuildOptions, BuiltFile } from './build.ts';
import { PythonError } from './errors.ts';
import { lintTree } from './lint.ts';
import type { LintOptions, LintResult } from './lint.ts';
import { parsePyproject } from './pyproject.ts';
import type { Pyproject } from './pyproject.ts';
import { testWheel } from './wheel-test.ts';
import type { TestResult } from './wheel-test.ts';
import type { TestWheelOptions } from './wheel-test-options.ts';

/** The dependencies of a {@link PythonProject}. */
export interface PythonProjectOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The search path, as in `PATH`, for Ruff and for programs that the tests start. */
  readonly path?: string | undefined;
}

/** Matches build requirements that read git's tags. */
const READS_GIT = /scm|vcs|versioningit|versioneer|pbr|dunamai|dynamic-versioning/i;

/**
 * A Python project on disk: its pyproject.toml, and how to build, test and lint it. All three work in copies, which are removed, and leave
 * the tree byte for byte as it was.
 */
export class PythonProject {
  readonly root: string;
  readonly #options: PythonProjectOptions;
  readonly #project: Pyproject;

  private constructor(root: string, options: PythonProjectOptions, project: Pyproject) {
    this.root = root;
    this.#options = options;
    this.#project = project;
  }

  /**
   * Reads the pyproject.toml in `root`.
   *
   * Errors: `PYTHON_NO_PYPROJECT`; `PYTHON_PYPROJECT_INVALID` with line and column; `FILE_OUTSIDE_ROOT` for a link to a file elsewhere.
   */
  static async open(root: string, options: PythonProjectOptions): Promise<PythonProject> {
    const text = await options.files.within(root).findText('pyproject.toml');
    if (text === undefined) {
      throw new PythonError('PYTHON_NO_PYPROJECT', `${root} has no pyproject.toml`, {
        hint: 'Run the command in the folder of the Python project, or give the folder with --repo.',
      });
    }
    return new PythonProject(root, options, parsePyproject(text));
  }

  /** The project's name as written. */
  get name(): string {
    return this.#project.name;
  }

  /** The version and its place in the file. */
  get version(): PyprojectVersion {
    return this.#project.version;
  }

  /**
   * Builds wheel and sdist in a copy of the tree and writes them to `outDir`. The same tree and `sourceDateEpoch` give the same bytes if the
   * build backend is reproducible.
   *
   * Errors: `PYTHON_BUILD_FAILED` with the end of the output, `PYTHON_BUILD_UNEXPECTED_FILES`, `PYTHON_SOURCE_UNREADABLE`,
   * `PYTHON_UV_UNAVAILABLE`.
   */
  async build(options: BuildOptions): Promise<BuiltFile[]> {
    const { version, buildRequires } = this.#project;
    const needsRepository =
      version.kind === 'dynamic' &&
      buildRequires.some((requirement) => READS_GIT.test(requirement)) &&
      (await this.#options.files.exists(join(this.root, '.git')));
    return await buildDistributions(options, { ...this.#options, root: this.root, needsRepository });
  }

  /**
   * Installs the wheel and the test dependencies into a fresh environment, and runs the tests in a copy of the project without the package's
   * sources. Two checks prove that the installed package was tested: where an import would find it before the run, and where each process
   * imported it from during the run. Test failures are results, not errors.
   *
   * Errors: `PYTHON_WHEEL_UNREADABLE`, `PYTHON_SOURCE_UNREADABLE`, and `COMMAND_TIMEOUT` or `COMMAND_NOT_FOUND` from the commands.
   */
  async testWheel(options: TestWheelOptions): Promise<TestResult> {
    const { commands, files, path } = this.#options;
    return await testWheel(options, { commands, files, path, root: this.root, project: this.#project });
  }

  /** Lints the tree without changing it. Findings are a result, not an error. */
  async lint(options: LintOptions = {}): Promise<LintResult> {
    const { commands, files, path } = this.#options;
    return await lintTree(options, { commands, files, path, root: this.root });
  }
}
