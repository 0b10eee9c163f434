import type { BumpRequest } from '../version/bump-request.ts';
import { isNewer, nextVersion } from '../version/bump-request.ts';
import type { Version } from '@heroku-release/versioning';
import type { ReleaseSuggestion } from './suggest-release.ts';

/**
 * Turns a suggestion into the request of a draft. If the tree already states a final version that is newer than the last release and
 * at least as high as the suggestion, the request is that version, otherwise the bump. Undefined when no change asks for a release.
 * Pure.
 */
export function bumpOfSuggestion(
  suggestion: ReleaseSuggestion,
  current: Version,
  released: Version | undefined,
): BumpRequest | undefined {
  if (suggestion.bump === 'none') return undefined;
  const bump = { kind: 'bump', word: suggestion.bump } as const;
  if (current.pre !== undefined || current.dev !== undefined) return bump;
  const stated =
    released === undefined ||
    (isNewer(current, released) && !isNewer(nextVersion(bump, released, undefined), current));
  return stated ? { kind: 'exact', version: current } : bump;
}
