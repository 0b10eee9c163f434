import { suggestBump } from '@heroku-release/changelog';
import type { ChangelogEntry, ProvenSection, IntentBump } from '@heroku-release/changelog';
import { higherBump, type IntentFiles } from './read-intent-files.ts';

/** The bump that the changes ask for, and the reason. */
export interface ReleaseSuggestion {
  /** `none` when no commit is listed and no intent file asks for a bump. */
  readonly bump: IntentBump;
  /** One line for people: `minor, for 1a2b3c4 feat: greet people and 2 more`. */
  readonly because: string;
}

/** How many commits and files the reason names. The others are counted. */
const NAMED = 3;

/**
 * Suggests a bump: the higher of what the commits of a section and the intent files ask for. While `current` is 0.x, a breaking change
 * asks for a minor release. The section must have been built without the intent files. Pure.
 */
export function suggestRelease(
  section: Pick<ProvenSection, 'entries' | 'decisions'>,
  intents: IntentFiles,
  current: string,
): ReleaseSuggestion {
  const asked = suggestBump(section, { current });
  const intended = beforeOne(intents.bump, current);
  const bump = higherBump(asked.bump, intended);
  if (bump === 'none') return { bump, because: 'no change asks for a release' };
  const sources = [
    ...(intended === bump
      ? intents.paths
          .filter((_, at) => beforeOne(intents.intents[at]?.bump ?? 'none', current) === bump)
          .map(oneLine)
      : []),
    ...(asked.bump === bump ? asked.because.map((entry) => nameOf(entry, section)) : []),
  ];
  const rest = sources.length - NAMED;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return { bump, because: `${bump}, for ${sources.slice(0, NAMED).join(', ')}${more}` };
}

/** Lowers a bump to minor before 1.0, as for commits. */
function beforeOne(bump: IntentBump, current: string): IntentBump {
  return bump === 'major' && /^v?0\./.test(current) ? 'minor' : bump;
}

function nameOf(entry: ChangelogEntry, section: Pick<ProvenSection, 'decisions'>): string {
  const subject = section.decisions.find(({ sha }) => sha === entry.sha)?.subject ?? entry.text;
  return `${entry.sha.slice(0, 7)} ${oneLine(subject)}`;
}

/** Removes control characters: subjects are untrusted and may be printed to a terminal. */
export function oneLine(subject: string): string {
  return subject.replace(/\p{Cc}+/gu, ' ').trim();
}
