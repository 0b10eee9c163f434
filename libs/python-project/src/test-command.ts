import { delimiter, join } from 'node:path';
import type { CommandResult } from '@heroku-release/release-kit';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import type { TestWheelIo, TestWheelOptions } from './wheel-test-options.ts';

const TIMEOUT_MS = 30 * 60_000;
const WHEEL_COMMANDS = new Set(['{python}', 'python', 'python3', 'pytest']);

/** Whether a test command tests the installed wheel rather than the source tree. */
export function testsWheel(command: readonly string[] | undefined): boolean {
  return command === undefined || WHEEL_COMMANDS.has(command[0] ?? '');
}

/** Runs the test command in the environment, with additional variables. */
export async function runTestCommand(
  options: TestWheelOptions,
  io: TestWheelIo,
  environment: TestEnvironment,
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const { venv, tree, junit } = environment;
  const [command = '', ...args] = testCommand(options, environment);
  const path = io.path === undefined ? {} : { PATH: `${join(venv, 'bin')}${delimiter}${io.path}` };
  return await io.commands.run({
    command,
    args,
    cwd: tree,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    name: `python test ${options.interpreter.minor}`,
    env: {
      ...PYTHON_ENVIRONMENT,
      ...env,
      VIRTUAL_ENV: venv,
      // Every pytest reads it, however it is started, and nothing else does.
      PYTEST_ADDOPTS: `"--junitxml=${junit}"`,
      // An undefined PATH would remove the runner's own.
      ...path,
    },
    signal: options.signal,
  });
}

function testCommand(
  { command, interpreter }: TestWheelOptions,
  { venv, python }: TestEnvironment,
): string[] {
  const bin = join(venv, 'bin');
  if (command !== undefined) {
    return command.map((part, index) => {
      if (index === 0 && part === 'pytest') return join(bin, 'pytest');
      if (index === 0 && (part === 'python' || part === 'python3')) return python;
      return part.replaceAll('{python}', python);
    });
  }
  // Keeps the current folder off the import path: with -P, which Python has since 3.11, or with pytest's own script.
  const lacksSafePath = Number(interpreter.minor.split('.')[1]) < 11;
  return lacksSafePath ? [python, join(bin, 'pytest')] : [python, '-P', '-m', 'pytest'];
}
