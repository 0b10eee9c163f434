import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

/** The built command line. */
export const CLI = join(import.meta.dirname, '../dist/cli.js');

/** How a process ended, and what it printed. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process is started with: its whole environment, nothing of the test's own is passed on. */
export interface Start {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Told of everything that comes on standard error, with the process to send signals to. */
  readonly onStderr?: (soFar: string, child: ChildProcess) => void;
}

/** Starts the command line with standard input closed and waits for its end. */
export async function heroku(args: readonly string[], start: Start): Promise<Ended> {
  return await program(process.execPath, [CLI, ...args], start);
}

/** Starts a program and waits for its end. */
export async function program(command: string, args: readonly string[], start: Start): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: start.cwd ?? '/',
    env: { ...start.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    start.onStderr?.(stderr, child);
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
}
