import { join } from 'node:path';
import type { StageDocument } from '@heroku-release/release-flow';
import type { FileStore } from '@heroku-release/release-kit';
import type { RunResult } from '@heroku-release/release-runner';

/** The report of a stage, and what started it. */
export interface StageRun {
  readonly report: StageDocument;
  /** What started the stage, where it runs more than once: `pull request`, `merge`, `again`. */
  readonly run?: string | undefined;
}

/** Reads the reports of the stage apps, in the order of their workflow runs. */
export async function readStageRuns(
  folder: string,
  results: readonly RunResult[],
  files: FileStore,
): Promise<StageRun[]> {
  const names = await files.list(folder);
  const runs: StageRun[] = [];
  for (const result of results) {
    const name = names.find((candidate) => candidate.endsWith(`-${result.id}-${result.attempt}.json`));
    if (name === undefined) continue;
    const report = JSON.parse(await files.readText(join(folder, name))) as StageDocument;
    runs.push({ report, run: runName(result) });
  }
  return runs;
}

function runName({ event, attempt }: RunResult): string | undefined {
  if (attempt > 1) return 'again';
  if (event === 'pull_request') return 'pull request';
  return event === 'push' ? 'merge' : undefined;
}

/** Counts requests by stage and service. Pure. */
export function countRequests(runs: readonly StageRun[]): Record<string, Record<string, number>> {
  return Object.fromEntries(
    runs.map(({ report, run }) => {
      const name = run === undefined || run === 'merge' ? report.stage : `${report.stage} (${run})`;
      return [name, { ...report.requests }];
    }),
  );
}
