import {
  countsAgree,
  EXIT_CODES,
  explainCounts,
  explainSection,
  FlowError,
  historyDocument,
  type HistoryWorld,
  releasesOfHistory,
  sumCounts,
  wholeHistory,
} from '@heroku-release/release-flow';
import type { CommandHost } from '../command-host.ts';
import type { ChangelogQuestion } from './changelog-question.ts';
import { HistoryProgress } from './history-progress.ts';
import { PatientOutput } from '../patient-output.ts';
import { YoungGeneration } from './young-generation.ts';

/** Tells the whole history, newest release first. Answers with the exit code. */
export async function tellWholeHistory(
  question: ChangelogQuestion,
  host: CommandHost,
  world: HistoryWorld,
): Promise<number> {
  if (question.range !== undefined) {
    throw new FlowError('USAGE', '--all is the whole history, so it takes no range', {
      hint: 'Leave out the one or the other.',
    });
  }
  const output = new PatientOutput(host.stdout);
  if (question.json === true || question.explain === true)
    return await tellReleases(question, output, host, world);
  const progress = new HistoryProgress(host, world.clock);
  const young = new YoungGeneration();
  try {
    const listener = {
      onRead: (commits: number) => {
        progress.read(commits);
        young.keepSmall();
      },
      onNote: (note: string) => host.stderr.write(`${note}\n`),
    };
    for await (const text of wholeHistory(question.repo, world, listener)) {
      progress.end();
      await output.write(text);
      // Somebody like head has seen enough.
      if (output.closed) break;
    }
  } finally {
    progress.end();
  }
  return EXIT_CODES.done;
}

async function tellReleases(
  { repo, json }: ChangelogQuestion,
  output: PatientOutput,
  { stderr }: CommandHost,
  world: HistoryWorld,
): Promise<number> {
  const { releases, counted, notes } = await releasesOfHistory(repo, world);
  for (const note of notes) stderr.write(`${note}\n`);
  const counts = sumCounts(releases.map(({ section }) => section.counts));
  const complete =
    counts.total === counted && releases.every(({ section }) => countsAgree(section, section.counts.total));
  if (json === true) {
    const head = JSON.stringify({ format: 1, counts, counted, complete }).slice(0, -1);
    await output.write(`${head},"releases":[\n`);
    for (const [at, release] of releases.entries()) {
      await output.write(`${at === 0 ? '' : ',\n'}${JSON.stringify(historyDocument(release))}`);
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
