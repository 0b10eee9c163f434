import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { ProcessEnd, Spawn } from './spawn.ts';

/**
 * Processes over Node alone, for commands that only read and must answer at once: loading execa, and its share of each start, take
 * longer than git takes to answer. It promises less: a process that ignores being told to end is waited for.
 */
export const nodeSpawn: Spawn = (request) => {
  const child = spawn(request.command, request.args, {
    env: request.env,
    timeout: request.timeoutMs,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  if (request.keepOutput) child.stdout.on('data', (chunk: Uint8Array) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Uint8Array) => stderr.push(chunk));
  // Who ends before all is read closes the pipe; its exit code tells more.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.input);

  let cause: NodeJS.ErrnoException | undefined;
  let told = false;
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
        timedOut: signal !== null && child.killed && !told && request.signal?.aborted !== true,
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
      told = true;
      child.kill();
    },
  };
};
