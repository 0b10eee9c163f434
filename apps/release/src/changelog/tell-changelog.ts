import { renderSection } from '@heroku-release/changelog';
import {
  countsAgree,
  EXIT_CODES,
  explainCounts,
  explainSection,
  historyDocument,
  type HistorySection,
  historySection,
  type HistoryWorld,
} from '@heroku-release/release-flow';
import type { CommandHost } from '../command-host.ts';
import type { ChangelogQuestion } from './changelog-question.ts';
import { PatientOutput } from '../patient-output.ts';

/**
 * Tells one section: on standard output as the changelog would have it, or why each commit is where it is. What is said about it
 * goes to standard error. Answers with the exit code.
 */
export async function tellChangelog(
  question: ChangelogQuestion,
  host: CommandHost,
  world: HistoryWorld,
): Promise<number> {
  // The proof takes a process more, so it is given where it is asked for.
  const count = question.json === true || question.explain === true;
  const told = await historySection({ ...question, count }, world);
  const { history, section, suggestion, counted } = told;
  const { total } = section.counts;
  const complete = countsAgree(section, counted ?? total);
  const say = (text: string) => host.stderr.write(`${text}\n`);
  const output = new PatientOutput(host.stdout);
  for (const note of [history.styleNote, told.startNote]) if (note !== undefined) say(note);
  if (question.json === true) {
    await output.write(`${JSON.stringify(historyDocument(told), null, 2)}\n`);
  } else if (question.explain === true) {
    await output.write(`${explainSection(section)}${explainCounts(section.counts, counted)}\n`);
  } else {
    if (total > 0 || section.entries.length > 0) await output.write(renderSection(section, history.style));
    say(explainCounts(section.counts, counted));
  }
  if (total === 0) say(`no commits ${placeOf(told)}`);
  else if (suggestion !== undefined) say(`${section.version}: ${suggestion}`);
  if (complete) return EXIT_CODES.done;
  say('The counts differ: this is a defect of heroku-release; please report it with the repository.');
  return EXIT_CODES.refused;
}

function placeOf({ span }: HistorySection): string {
  const from = span.previousTag ?? span.from?.slice(0, 7) ?? 'the first';
  return `between ${from} and ${span.end.kind === 'release' ? span.end.tag : span.to.slice(0, 7)}`;
}
