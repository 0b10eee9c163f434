import type { ReleaseSummary } from '@heroku-release/gh-ops';
import { findReleaseNote } from '../plan/release-note.ts';

/**
 * Whether a GitHub release ends its release: it is public, and its note does not state that the change record is missing. A person who
 * publishes our draft leaves such a note. Pure.
 */
export function isFinishedRelease({ draft, body }: Pick<ReleaseSummary, 'draft' | 'body'>): boolean {
  return !draft && (findReleaseNote(body)?.record ?? 'done') === 'done';
}
