import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process to be measured; its output goes to the null device. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What one run took. */
export interface Run {
  readonly wallMs: number;
  /** The most memory that the process itself held, without the processes it started. */
  readonly peakBytes: number;
  /** Processor time of the process and of those it started and waited for, to a hundredth of a second. */
  readonly cpuMs: number;
  /** `well`, `timeout`, or what went wrong. */
  readonly ended: string;
}

const POLL_MS = 5;

/** Runs once. After `limitMs` the process is killed, which is said in the answer. */
export async function measureRun(contender: Contender, limitMs: number): Promise<Run> {
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
  const look = () => {
    if (child.pid === undefined) return;
    peakBytes = Math.max(peakBytes, highWater(child.pid));
    cpuMs = Math.max(cpuMs, processorTime(child.pid));
  };
  const poll = setInterval(look, POLL_MS);
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
      else resolve(code === 0 ? 'well' : `exit code ${String(code)}: ${lastLine(errors)}`);
    });
  });
  const wallMs = performance.now() - started;
  clearInterval(poll);
  clearTimeout(limit);
  return { wallMs, peakBytes, cpuMs, ended };
}

/** The kernel keeps the mark, so only growth in the last milliseconds is missed. */
function highWater(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Ticks of a hundredth of a second: own and children's, in user and kernel mode. */
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

/** The runs of one contender, put together. */
export interface Result {
  readonly name: string;
  readonly runs: readonly Run[];
  readonly wallMs: number;
  readonly peakBytes: number;
  readonly cpuMs: number;
  /** `well`, or why there is no result. */
  readonly ended: string;
}

/** How a comparison is run. */
export interface Rounds {
  readonly rounds: number;
  /** A process that takes longer is killed. */
  readonly limitMs: number;
  readonly onRun?: (name: string, run: Run) => void;
}

/** Runs all in turn, round after round, so that a busy moment hits everybody. Whoever is slow or fails runs once. */
export async function compare(contenders: readonly Contender[], options: Rounds): Promise<Result[]> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const contender of contenders) {
      const own = runs.get(contender.name) ?? [];
      const [first] = own;
      if (first !== undefined && (first.ended !== 'well' || first.wallMs > options.limitMs / 4)) continue;
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
      ended: own.find(({ ended }) => ended !== 'well')?.ended ?? 'well',
    };
  });
}

/** The middle value; of an even number, the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
