import { suggestBump } from '@heroku-release/changelog';
import type { ChangelogEntry, ProvenSection, IntentBump } from '@heroku-release/changelog';
import { higherBump, type IntentFiles } from './read-intent-files.ts';

/** Which bump the changes ask for, and what says so. */
export interface ReleaseSuggestion {
  /** `none` when nothing is listed and no intent file asks for more. */
  readonly bump: IntentBump;
  /** One line for people: `minor, for 1a2b3c4 feat: greet people and 2 more`. */
  readonly because: string;
}

/** How many commits the reason names; the rest is counted. */
const NAMED = 3;

/**
 * The bump for the commits of a section and for the intent files beside them, the higher of the two. While `current` is 0.x a
 * breaking change asks for the minor. The section must have been built without the intent files. Pure.
 */
export function suggestRelease(
  section: Pick<ProvenSection, 'entries' | 'decisions'>,
  intents: IntentFiles,
  current: string,
): ReleaseSuggestion {
  const asked = suggestBump(section, { current });
  const intended = calm(intents.bump, current);
  const bump = higherBump(asked.bump, intended);
  if (bump === 'none') return { bump, because: 'nothing asks for a release' };
  const sources = [
    ...(intended === bump
      ? intents.paths
          .filter((_, at) => calm(intents.intents[at]?.bump ?? 'none', current) === bump)
          .map(oneLine)
      : []),
    ...(asked.bump === bump ? asked.because.map((entry) => nameOf(entry, section)) : []),
  ];
  const rest = sources.length - NAMED;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return { bump, because: `${bump}, for ${sources.slice(0, NAMED).join(', ')}${more}` };
}

/** An intent file follows the same rule as a commit: before 1.0 nothing is major. */
function calm(bump: IntentBump, current: string): IntentBump {
  return bump === 'major' && /^v?0\./.test(current) ? 'minor' : bump;
}

function nameOf(entry: ChangelogEntry, section: Pick<ProvenSection, 'decisions'>): string {
  const subject = section.decisions.find(({ sha }) => sha === entry.sha)?.subject ?? entry.text;
  return `${entry.sha.slice(0, 7)} ${oneLine(subject)}`;
}

/** Subjects are foreign text: no control characters reach a terminal. */
export function oneLine(subject: string): string {
  return subject.replace(/\p{Cc}+/gu, ' ').trim();
}
