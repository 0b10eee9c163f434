import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The root of the workspace. */
export const workspace = join(import.meta.dirname, '../..');

/** Result of a program. */
export interface ProgramResult {
  readonly exitCode: number;
  /** Standard output and standard error. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs a program without a shell. The search path includes `node_modules/.bin`. */
export function run(
  command: string,
  args: readonly string[],
  cwd = workspace,
  env: Readonly<Record<string, string>> = {},
): ProgramResult {
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: {
      ...process.env,
      PATH: `${join(workspace, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      NX_DAEMON: 'false',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...env,
    },
  });
  // A missing program counts as a failed one.
  if (result.error !== undefined) return { exitCode: 127, output: result.error.message, stdout: '' };
  return { exitCode: result.status ?? 1, output: `${result.stdout}${result.stderr}`, stdout: result.stdout };
}

/** Runs a program that must succeed, and returns its standard output. */
export function output(command: string, args: readonly string[], cwd = workspace): string {
  const result = run(command, args, cwd);
  if (result.exitCode === 0) return result.stdout;
  throw new Error(`${command} ${args.join(' ')} exited with ${result.exitCode}:\n${result.output}`);
}

/** Prints what was checked on one line and the problems below it. Any problem fails the check. */
export function conclude(checked: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? 'ok' : 'FAILED'}: ${checked}`);
  for (const problem of problems) console.log(`  ${problem.trim().replaceAll('\n', '\n  ')}`);
  if (problems.length > 0) process.exitCode = 1;
}
