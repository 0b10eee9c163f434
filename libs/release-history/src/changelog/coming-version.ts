import type { BumpRequest } from '../version/bump-request.ts';
import { isNewer, nextVersion } from '../version/bump-request.ts';
import type { Version } from '@heroku-release/versioning';
import type { ReleaseSuggestion } from './suggest-release.ts';

/**
 * What a draft is asked for by a suggestion: the version that the tree already states, when it is final, newer than the last release
 * and not less than the suggestion; else the bump. Undefined when nothing asks for a release. Pure.
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
