import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** Describes date, machine, versions and load for the head of a report. */
export function describeMachine(rounds: number): string {
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
  const cpu = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const day = new Date().toISOString().slice(0, 10);
  const load = loadavg()[1]?.toFixed(1) ?? '?';
  return (
    `${day}; ${cpu}, ${memory}, ${process.platform} ${release()}, load ${load}; ` +
    `Node ${process.versions.node}, ${git}; medians of ${rounds} interleaved runs`
  );
}
