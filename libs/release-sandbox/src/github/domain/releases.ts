import type { Release } from '../model/release.ts';
import type { Actor } from '../model/token.ts';
import { raiseReleasePublished } from '../events/release.ts';
import { invalid, unprocessable } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { syncRefs } from './sync-refs.ts';

/** GitHub's limit on release notes. */
export const longestNotes = 125_000;

/** Refuses notes beyond the limit. */
export function checkNotes(body: string | null | undefined): void {
  if ((body ?? '').length > longestNotes)
    throw invalid({
      resource: 'Release',
      code: 'custom',
      field: 'body',
      message: `body is too long (maximum is ${longestNotes} characters)`,
    });
}

/** Refuses a tag that a published release has, or that an immutable one used up. */
export function checkTagFree(repository: Repository, tagName: string, self?: Release): void {
  const holder = repository.publishedRelease(tagName);
  const error = { resource: 'Release', field: 'tag_name' };
  if (holder !== undefined && holder !== self) throw invalid({ ...error, code: 'already_exists' });
  if (holder === undefined && repository.burntTags.has(tagName))
    throw invalid({ ...error, code: 'custom', message: 'tag_name was used by an immutable release' });
}

/** Turns a draft into a published release; makes a lightweight tag where there is none, and freezes it where the repository says so. */
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
  if (release.immutable) repository.burntTags.add(release.tagName);
  if (isNewTag) syncRefs(state, repository, by);
  chooseLatest(repository, release);
  raiseReleasePublished(state, repository, by, release);
}

/** The commit a `target_commitish` names: a branch or a full SHA. */
export function targetCommit(repository: Repository, target: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(target)) return repository.git.resolve(target);
  return repository.branch(target)?.sha;
}

/** `true` takes "latest", `false` leaves it, `legacy` takes it when its version is the higher one. */
export function chooseLatest(repository: Repository, release: Release): void {
  if (release.draft || release.prerelease) return;
  const present = repository.releases.find((each) => each.id === repository.latestReleaseId && !each.draft);
  const takes =
    release.makeLatest === 'true' ||
    (release.makeLatest === 'legacy' &&
      (present === undefined || compareTags(release.tagName, present.tagName) > 0));
  if (takes) repository.latestReleaseId = release.id;
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
