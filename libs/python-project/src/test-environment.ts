import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outputEnd } from './output-end.ts';
import type { Pyproject } from './pyproject.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import type { TestWheelIo, TestWheelOptions } from './wheel-test-options.ts';

/** The paths of one test run in its temporary folder. */
export interface TestEnvironment {
  /** The copy of the project. */
  readonly tree: string;
  readonly venv: string;
  /** The Python of `venv`. */
  readonly python: string;
  /** The JUnit report that pytest writes. */
  readonly junit: string;
  /** The imports that the processes record. */
  readonly imports: string;
}

/** The layout of a test run in `folder`; nothing is created. */
export function testEnvironmentIn(folder: string): TestEnvironment {
  const venv = join(folder, 'venv');
  return {
    tree: join(folder, 'tree'),
    venv,
    python: join(venv, 'bin', 'python'),
    junit: join(folder, 'junit.xml'),
    imports: join(folder, 'imports.ndjson'),
  };
}

/** Creates the virtual environment and installs the wheel and the test dependencies; returns the reason if a command failed. */
export async function createEnvironment(
  options: TestWheelOptions,
  io: TestWheelIo,
  { tree, venv, python }: TestEnvironment,
): Promise<{ because: string; output: string } | undefined> {
  const { minor, path } = options.interpreter;
  const steps = [
    ['uv venv', 'venv', '--no-project', '--python', path, venv],
    ['uv pip install', 'pip', 'install', '--python', python, ...requirements(options, io.project, tree)],
  ] as const;
  options.onProgress?.(`Python ${minor}: installing the wheel`);
  for (const [name, ...args] of steps) {
    const result = await io.commands.run({
      command: options.uv,
      args,
      cwd: tree,
      env: PYTHON_ENVIRONMENT,
      name: `${name} ${minor}`,
      signal: options.signal,
    });
    if (result.exitCode !== 0) {
      return { because: `${name} ended with exit code ${result.exitCode}`, output: outputEnd(result) };
    }
  }
  return undefined;
}

function requirements(options: TestWheelOptions, project: Pyproject, tree: string): string[] {
  const { testDependencies } = project;
  const wheelName = basename(options.wheel).split('-')[0] ?? project.name;
  const extra = testDependencies?.extra === true ? `[${testDependencies.name}]` : '';
  const args = [
    // uv's cache may contain another wheel of the same name and version.
    '--refresh-package',
    wheelName,
    `${wheelName}${extra} @ ${pathToFileURL(options.wheel).href}`,
  ];
  if (testDependencies?.group === true) {
    args.push('--group', `${join(tree, 'pyproject.toml')}:${testDependencies.name}`);
  }
  if (options.command === undefined || testDependencies === undefined) args.push('pytest');
  return args;
}
