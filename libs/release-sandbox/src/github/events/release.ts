import { zeroSha } from '../git/environment.ts';
import { releaseJson } from '../json/release.ts';
import type { Release } from '../model/release.ts';
import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { eventBase } from './event-base.ts';

/** Raises the event for a published release. Drafts raise no events. */
export function raiseReleasePublished(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  release: Release,
): void {
  const base = eventBase(state, repository, by);
  const ref = `refs/tags/${release.tagName}`;
  state.emit({
    ...base,
    name: 'release',
    action: 'published',
    payload: {
      action: 'published',
      release: releaseJson(state, repository, release),
      ...base.payload,
    },
    ref,
    sha: repository.git.resolve(ref) ?? zeroSha,
    startsRuns: by.cause === 'user',
  });
}
