import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process to measure. Its output goes to the null device. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The measurements of one run. */
export interface Run {
  readonly wallMs: number;
  /** Peak memory of the process itself, without its child processes. */
  readonly peakBytes: number;
  /** Processor time of the process and the child processes it waited for, in steps of 10 ms. */
  readonly cpuMs: number;
  /** `ok`, `timeout`, or the failure. */
  readonly ended: string;
}

const POLL_MS = 5;

/** Runs a process once, and kills it after `limitMs`. */
async function measureRun(contender: Contender, limitMs: number): Promise<Run> {
  const started = performance.now();
  const child = spawn(contender.command, contender.args, {
    cwd: contender.cwd,
    env: { ...process.env, ...contender.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  let peakBytes = 0;
  let cpuMs = 0;
  const sample = () => {
    if (child.pid === undefined) return;
    peakBytes = Math.max(peakBytes, highWater(child.pid));
    cpuMs = Math.max(cpuMs, processorTime(child.pid));
  };
  const poll = setInterval(sample, POLL_MS);
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, limitMs);
  const ended = await new Promise<string>((resolve) => {
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('close', (code) => {
      if (timedOut) resolve('timeout');
      else resolve(code === 0 ? 'ok' : `exit code ${String(code)}: ${lastLine(errors)}`);
    });
  });
  const wallMs = performance.now() - started;
  clearInterval(poll);
  clearTimeout(limit);
  return { wallMs, peakBytes, cpuMs, ended };
}

/** Reads the peak, which the kernel keeps, so sampling misses only growth in the last milliseconds. */
function highWater(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Sums user and system time of the process and its children, which the kernel counts in ticks of 10 ms. */
function processorTime(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  } catch {
    return 0;
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}

/** The runs of one contender, with their medians. */
export interface Result {
  readonly name: string;
  readonly runs: readonly Run[];
  readonly wallMs: number;
  readonly peakBytes: number;
  readonly cpuMs: number;
  /** `ok`, or the first failure. */
  readonly ended: string;
}

/** Options of {@link compare}. */
export interface Rounds {
  readonly rounds: number;
  /** A process that takes longer is killed. */
  readonly limitMs: number;
  readonly onRun?: (name: string, run: Run) => void;
}

/**
 * Runs all contenders in turn, round after round, so that load on the machine affects all of them. A contender that fails, or takes longer
 * than a quarter of the limit, runs once.
 */
export async function compare(contenders: readonly Contender[], options: Rounds): Promise<Result[]> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const contender of contenders) {
      const own = runs.get(contender.name) ?? [];
      const [first] = own;
      if (first !== undefined && (first.ended !== 'ok' || first.wallMs > options.limitMs / 4)) continue;
      const run = await measureRun(contender, options.limitMs);
      options.onRun?.(contender.name, run);
      own.push(run);
    }
  }
  return contenders.map(({ name }) => {
    const own = runs.get(name) ?? [];
    return {
      name,
      runs: own,
      wallMs: median(own.map(({ wallMs }) => wallMs)),
      peakBytes: median(own.map(({ peakBytes }) => peakBytes)),
      cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
      ended: own.find(({ ended }) => ended !== 'ok')?.ended ?? 'ok',
    };
  });
}

/** Compares the wall times of two contenders round by round and returns the median. */
export function pairs(
  results: readonly Result[],
  name: string,
  base: string,
  relate: (own: number, other: number) => number,
): number {
  const [own, other] = [name, base].map(
    (wanted) => results.find((result) => result.name === wanted)?.runs ?? [],
  );
  return median((own ?? []).map(({ wallMs }, at) => relate(wallMs, other?.[at]?.wallMs ?? Number.NaN)));
}

/** The middle value, or the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
