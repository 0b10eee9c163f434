import { EXIT_CODES } from '@heroku-release/release-flow';
import { wholeHistory, type HistoryEnvironment } from '@heroku-release/release-history';
import type { CommandHost } from '../host/command-host.ts';
import { BackpressuredWriter } from '../output/backpressured-writer.ts';
import type { ChangelogQuestion } from './changelog-question.ts';
import { HistoryProgress } from './history-progress.ts';
import { YoungGeneration } from './young-generation.ts';

/** Prints the sections of the whole history, newest release first. Returns the exit code. */
export async function showWholeHistory(
  { repo }: ChangelogQuestion,
  host: CommandHost,
  world: HistoryEnvironment,
): Promise<number> {
  const output = new BackpressuredWriter(host.stdout);
  const progress = new HistoryProgress(host, world.clock);
  const youngGeneration = new YoungGeneration();
  const listener = {
    onRead: (commits: number) => {
      progress.read(commits);
      youngGeneration.limit();
    },
    onNote: (note: string) => host.stderr.write(`${note}\n`),
  };
  try {
    for await (const text of wholeHistory(repo, world, listener)) {
      progress.end();
      await output.write(text);
      if (output.closed) break;
    }
  } finally {
    progress.end();
  }
  return EXIT_CODES.done;
}
