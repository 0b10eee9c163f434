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
import { testWheel } from './test-wheel.ts';
import type { TestResult, TestWheelOptions } from './test-wheel.ts';

/** The doors that a {@link PythonProject} uses. */
export interface PythonProjectOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The search path, as in `PATH`: Ruff is looked up in it, and tests that start programs get it. */
  readonly path?: string | undefined;
}

/** Build requirements whose packages read git's tags. */
const READS_GIT = /scm|vcs|versioningit|versioneer|pbr|dunamai|dynamic-versioning/i;

/**
 * A Python project on disk: what its pyproject.toml says, and the three things that are done with it. Building, testing and linting leave the
 * tree byte for byte as it was; they work in copies, which are removed.
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
   * Errors: `PYTHON_NO_PYPROJECT`; `PYTHON_PYPROJECT_INVALID` with line and column.
   */
  static async open(root: string, options: PythonProjectOptions): Promise<PythonProject> {
    const path = join(root, 'pyproject.toml');
    if (!(await options.files.exists(path))) {
      throw new PythonError('PYTHON_NO_PYPROJECT', `${root} has no pyproject.toml`, {
        hint: 'Run the command in the folder of the Python project, or name it with --repo.',
      });
    }
    return new PythonProject(root, options, parsePyproject(await options.files.readText(path)));
  }

  /** The project's name as written. */
  get name(): string {
    return this.#project.name;
  }

  /** The version and where it stands. */
  get version(): PyprojectVersion {
    return this.#project.version;
  }

  /** `requires-python`, as written. */
  get requiresPython(): string | undefined {
    return this.#project.requiresPython;
  }

  /** Everything else that was read. */
  get pyproject(): Pyproject {
    return this.#project;
  }

  /**
   * Builds wheel and sdist in a copy of the tree and puts them into `outDir`. The same tree and the same `sourceDateEpoch` give the same
   * bytes, as far as the build backend is reproducible.
   *
   * Errors: `PYTHON_BUILD_FAILED` with the end of the output, `PYTHON_BUILD_UNEXPECTED_FILES`, `PYTHON_SOURCE_UNREADABLE`,
   * `PYTHON_UV_UNAVAILABLE`.
   */
  async build(options: BuildOptions): Promise<BuiltFile[]> {
    const { version, buildRequires } = this.#project;
    const needsRepository =
      version.kind === 'dynamic' &&
      buildRequires.some((requirement) => READS_GIT.test(requirement)) &&
      (await this.#options.files.exists(join(options.sourceDir ?? this.root, '.git')));
    return await buildDistributions(options, { ...this.#options, root: this.root, needsRepository });
  }

  /**
   * Installs the wheel with the dependencies of the tests into a fresh environment, and runs the tests in a copy of the project that lacks the
   * package's sources. That the installed package was tested is proven: by where an import would find it, and by where each process of the
   * run did import it from. Test failures are results, not errors.
   *
   * Errors: `PYTHON_WHEEL_UNREADABLE`, `PYTHON_SOURCE_UNREADABLE`, and `COMMAND_TIMEOUT`, `COMMAND_NOT_FOUND` of the commands.
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
