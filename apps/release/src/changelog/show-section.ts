import { renderSection } from '@heroku-release/changelog';
import { EXIT_CODES } from '@heroku-release/release-flow';
import {
  countsAgree,
  explainCounts,
  explainSection,
  historyDocument,
  type HistorySection,
  historySection,
  type HistoryEnvironment,
} from '@heroku-release/release-history';
import type { CommandHost } from '../host/command-host.ts';
import { BackpressuredWriter } from '../output/backpressured-writer.ts';
import type { ChangelogQuestion } from './changelog-question.ts';

/**
 * Prints one section to standard output, as it would stand in the changelog or with the reason for each commit. Remarks go to standard
 * error. Returns the exit code.
 */
export async function showSection(
  { repo, range, json, explain }: ChangelogQuestion,
  host: CommandHost,
  world: HistoryEnvironment,
): Promise<number> {
  // Counting takes one more git process, so the proof is only given with --json and --explain.
  const count = json === true || explain === true;
  const found = await historySection({ repo, range, count }, world);
  const { history, section, suggestion, counted } = found;
  const { total } = section.counts;
  const remark = (text: string) => host.stderr.write(`${text}\n`);
  const output = new BackpressuredWriter(host.stdout);
  for (const note of [history.styleNote, found.startNote]) if (note !== undefined) remark(note);
  if (json === true) {
    await output.write(`${JSON.stringify(historyDocument(found), null, 2)}\n`);
  } else if (explain === true) {
    await output.write(`${explainSection(section)}${explainCounts(section.counts, counted)}\n`);
  } else {
    if (total > 0 || section.entries.length > 0) await output.write(renderSection(section, history.style));
    remark(explainCounts(section.counts, counted));
  }
  if (total === 0) remark(`no commits ${spanOf(found)}`);
  else if (suggestion !== undefined) remark(`${section.version}: ${suggestion}`);
  if (countsAgree(section, counted ?? total)) return EXIT_CODES.done;
  remark('The counts differ. This is a bug in heroku-release; please report it and name the repository.');
  return EXIT_CODES.refused;
}

function spanOf({ span }: HistorySection): string {
  const from = span.previousTag ?? span.from?.slice(0, 7) ?? 'the first commit';
  return `between ${from} and ${span.end.kind === 'release' ? span.end.tag : span.to.slice(0, 7)}`;
}
