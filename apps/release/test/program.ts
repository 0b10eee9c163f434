import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

/** The built command line. */
export const CLI = join(import.meta.dirname, '../dist/cli.js');

/** The end of a process and its output. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds between the last output and the end. */
  readonly livedOnMs: number;
}

/** Start options. `env` is the whole environment; nothing of the test process is inherited. */
export interface Start {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with all of standard error so far, and the process, whenever more arrives. */
  readonly onStderr?: (soFar: string, child: ChildProcess) => void;
}

/** Starts the command line with standard input closed and waits for it to end. */
export async function heroku(args: readonly string[], start: Start): Promise<Ended> {
  return await program(process.execPath, [CLI, ...args], start);
}

/** Starts a program and waits for it to end. */
export async function program(command: string, args: readonly string[], start: Start): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: start.cwd ?? '/',
    env: { ...start.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  start.onStart?.(child);
  let [stdout, stderr] = ['', ''];
  let lastOutput = performance.now();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    lastOutput = performance.now();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    lastOutput = performance.now();
    start.onStderr?.(stderr, child);
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      resolve({ exitCode, signal, stdout, stderr, livedOnMs: performance.now() - lastOutput });
    });
  });
}
