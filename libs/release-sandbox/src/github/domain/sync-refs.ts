import { zeroSha } from '../git/environment.ts';
import type { Actor } from '../model/token.ts';
import { onBaseMoved, onHeadMoved } from './moved-branches.ts';
import { raisePush } from '../events/push.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** GitHub raises no events for tags if one push has more than three of them. */
const maxTagsWithEvents = 3;

/** Compares the branches and tags on disk with the known ones and raises GitHub's events for the changes. */
export function syncRefs(state: GitHubState, repository: Repository, by: Actor): void {
  const before = repository.knownRefs;
  const after = repository.branchesAndTags();
  repository.knownRefs = after;
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .map((ref) => ({
      ref,
      before: before.get(ref)?.sha ?? zeroSha,
      after: after.get(ref)?.sha ?? zeroSha,
    }))
    .filter((change) => change.before !== change.after);
  const tags = changes.filter((change) => change.ref.startsWith('refs/tags/'));
  for (const change of changes) {
    if (change.before === zeroSha) repository.refCreatedAtMs.set(change.ref, state.nowMs);
    const silent = tags.length > maxTagsWithEvents && change.ref.startsWith('refs/tags/');
    if (!silent) raisePush(state, repository, by, change);
  }
  for (const change of changes) {
    if (!change.ref.startsWith('refs/heads/')) continue;
    const branch = change.ref.slice('refs/heads/'.length);
    onHeadMoved(state, repository, by, branch, change);
    onBaseMoved(state, repository, branch);
  }
}
