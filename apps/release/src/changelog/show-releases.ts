import { EXIT_CODES } from '@heroku-release/release-flow';
import {
  countsAgree,
  explainCounts,
  explainSection,
  historyDocument,
  releasesOfHistory,
  sumCounts,
  type HistoryEnvironment,
} from '@heroku-release/release-history';
import type { CommandHost } from '../host/command-host.ts';
import { BackpressuredWriter } from '../output/backpressured-writer.ts';
import type { ChangelogQuestion } from './changelog-question.ts';

/** Prints every release of the history with its counts, as JSON or with the reason for each commit. Returns the exit code. */
export async function showReleases(
  { repo, json }: ChangelogQuestion,
  host: CommandHost,
  world: HistoryEnvironment,
): Promise<number> {
  const output = new BackpressuredWriter(host.stdout);
  const { releases, counted, notes } = await releasesOfHistory(repo, world);
  for (const note of notes) host.stderr.write(`${note}\n`);
  const counts = sumCounts(releases.map(({ section }) => section.counts));
  const complete =
    counts.total === counted && releases.every(({ section }) => countsAgree(section, section.counts.total));
  if (json === true) {
    const head = JSON.stringify({ format: 1, counts, counted, complete }).slice(0, -1);
    await output.write(`${head},"releases":[\n`);
    for (const [index, release] of releases.entries()) {
      await output.write(`${index === 0 ? '' : ',\n'}${JSON.stringify(historyDocument(release))}`);
    }
    await output.write('\n]}\n');
  } else {
    for (const { section } of releases) {
      await output.write(`${section.version}\n${explainSection(section)}\n`);
    }
    await output.write(`${explainCounts(counts, counted)}\n`);
  }
  return complete ? EXIT_CODES.done : EXIT_CODES.refused;
}
