import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The root of the workspace. */
export const workspace = join(import.meta.dirname, '../..');

/** What a program left. */
export interface Ended {
  readonly exitCode: number;
  /** Standard output and standard error. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs a program without a shell; those of `node_modules/.bin` are found. */
export function run(
  command: string,
  args: readonly string[],
  cwd = workspace,
  env: Readonly<Record<string, string>> = {},
): Ended {
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
  // A program that is not there counts as one that failed.
  if (result.error !== undefined) return { exitCode: 127, output: result.error.message, stdout: '' };
  return { exitCode: result.status ?? 1, output: `${result.stdout}${result.stderr}`, stdout: result.stdout };
}

/** Runs a program that must succeed and answers with its standard output. */
export function output(command: string, args: readonly string[], cwd = workspace): string {
  const ended = run(command, args, cwd);
  if (ended.exitCode === 0) return ended.stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${ended.exitCode}:\n${ended.output}`);
}

/** Prints what was checked in a line and the problems below it; with a problem the check fails. */
export function conclude(checked: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? 'ok' : 'FAILED'}: ${checked}`);
  for (const problem of problems) console.log(`  ${problem.trim().replaceAll('\n', '\n  ')}`);
  if (problems.length > 0) process.exitCode = 1;
}
