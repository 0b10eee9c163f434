import { execa } from 'execa';
import type { Spawn } from './spawn.ts';

/** Limit of the collected output of a process, in bytes. */
const OUTPUT_LIMIT = 256 * 1024 * 1024;

/** Starts processes with execa: they end with this process, and are killed when they ignore SIGTERM. */
export const execaSpawn: Spawn = (request) => {
  const child = execa(request.command, request.args, {
    env: request.env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    timeout: request.timeoutMs,
    maxBuffer: OUTPUT_LIMIT,
    buffer: { stdout: request.keepOutput, stderr: true },
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
    ...(request.input === undefined ? { stdin: 'ignore' as const } : { input: request.input }),
    ...(request.keepOutput ? {} : { encoding: 'buffer' as const }),
  });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended: child.then((result) => ({
      exitCode: result.exitCode,
      stdout: textOf(result.stdout),
      stderr: textOf(result.stderr),
      timedOut: result.timedOut,
      code: result.code,
      why: result.shortMessage,
      cause: result.cause,
    })),
    kill: () => {
      child.kill();
    },
  };
};

function textOf(output: string | Uint8Array | undefined): string {
  return typeof output === 'string' ? output : Buffer.from(output ?? []).toString('utf8');
}
