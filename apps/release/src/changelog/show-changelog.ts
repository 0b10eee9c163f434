import { openLocalWorld } from '@heroku-release/release-flow';
import type { CommandHost } from '../host/command-host.ts';
import type { ChangelogQuestion } from './changelog-question.ts';
import { showReleases } from './show-releases.ts';
import { showSection } from './show-section.ts';
import { showWholeHistory } from './show-whole-history.ts';

/** Prints a changelog. Returns the exit code. */
export async function showChangelog(question: ChangelogQuestion, host: CommandHost): Promise<number> {
  const world = openLocalWorld(host);
  if (question.all !== true) return await showSection(question, host, world);
  if (question.json === true || question.explain === true) return await showReleases(question, host, world);
  return await showWholeHistory(question, host, world);
}
