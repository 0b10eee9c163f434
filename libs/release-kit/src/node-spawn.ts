import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { ProcessEnd, Spawn } from './spawn.ts';

/**
 * Starts processes with plain Node, for read-only commands that must be fast: loading execa and starting a process with it takes
 * longer than git takes to answer. Unlike execa, it waits for a process that ignores SIGTERM.
 */
export const nodeSpawn: Spawn = (request) => {
  const child = spawn(request.command, request.args, {
    env: request.env,
    timeout: request.timeoutMs,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
    cwd: request.cwd,
    signal: request.signal,
  }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  if (request.keepOutput) child.stdout.on('data', (chunk: Uint8Array) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Uint8Array) => stderr.push(chunk));
  // A process that ends before it has read its whole input breaks the pipe; its exit code says more than that error.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.input);

  let cause: NodeJS.ErrnoException | undefined;
  let killed = false;
  child.once('error', (error) => {
    cause = error;
  });
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (exitCode, signal) => {
      const failed = cause !== undefined || signal !== null;
      resolve({
        exitCode: failed ? undefined : (exitCode ?? undefined),
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        timedOut: signal !== null && child.killed && !killed && request.signal?.aborted !== true,
        code: cause?.code,
        why: failed
          ? `${request.command}: ${cause?.message ?? `ended by ${signal ?? 'a signal'}`}`
          : undefined,
        cause,
      });
    });
  });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    kill: () => {
      killed = true;
      child.kill();
    },
  };
};
