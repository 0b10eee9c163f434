import type { Release } from '../model/release.ts';
import type { Actor } from '../model/token.ts';
import { raiseReleasePublished } from '../events/release.ts';
import { invalid, unprocessable } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { syncRefs } from './sync-refs.ts';

/** GitHub's limit on release notes. */
const maxNotesLength = 125_000;

/** Refuses notes over the limit. */
export function checkNotes(body: string | null | undefined): void {
  if ((body ?? '').length > maxNotesLength)
    throw invalid({
      resource: 'Release',
      code: 'custom',
      field: 'body',
      message: `body is too long (maximum is ${maxNotesLength} characters)`,
    });
}

/** Refuses a tag that another published release has, or that belonged to an immutable release. */
export function checkTagFree(repository: Repository, tagName: string, self?: Release): void {
  const holder = repository.publishedRelease(tagName);
  const error = { resource: 'Release', field: 'tag_name' };
  if (holder !== undefined && holder !== self) throw invalid({ ...error, code: 'already_exists' });
  if (holder === undefined && repository.retiredTagNames.has(tagName))
    throw invalid({ ...error, code: 'custom', message: 'tag_name was used by an immutable release' });
}

/** Publishes a draft. Creates a lightweight tag if the tag does not exist, and freezes the release if the repository's settings say so. */
export function publishRelease(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  release: Release,
): void {
  checkTagFree(repository, release.tagName, release);
  const ref = `refs/tags/${release.tagName}`;
  const { git } = repository;
  const isNewTag = git.ref(ref) === undefined;
  if (isNewTag) {
    const commit = targetCommit(repository, release.targetCommitish);
    if (commit === undefined)
      throw invalid({ resource: 'Release', field: 'target_commitish', code: 'invalid' });
    if (!git.updateRef(ref, commit)) throw unprocessable('Reference update failed');
  }
  release.draft = false;
  release.publishedAtMs = state.nowMs;
  release.updatedAtMs = state.nowMs;
  release.immutable = repository.settings.immutableReleases;
  if (release.immutable) repository.retiredTagNames.add(release.tagName);
  if (isNewTag) syncRefs(state, repository, by);
  chooseLatest(repository, release);
  raiseReleasePublished(state, repository, by, release);
}

/** The commit of a `target_commitish`, which is a branch or a full SHA. */
export function targetCommit(repository: Repository, target: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(target)) return repository.git.resolve(target);
  return repository.branch(target)?.sha;
}

/** Updates the latest release. `true`: it becomes the latest; `false`: it does not; `legacy`: it does if its version is higher. */
export function chooseLatest(repository: Repository, release: Release): void {
  if (release.draft || release.prerelease) return;
  const latest = repository.releases.find((each) => each.id === repository.latestReleaseId && !each.draft);
  const becomesLatest =
    release.makeLatest === 'true' ||
    (release.makeLatest === 'legacy' &&
      (latest === undefined || compareTags(release.tagName, latest.tagName) > 0));
  if (becomesLatest) repository.latestReleaseId = release.id;
}

function compareTags(a: string, b: string): number {
  const numbers = (tag: string) => (tag.match(/\d+/g) ?? []).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
