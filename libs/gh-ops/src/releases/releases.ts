import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { GitHubError } from '../errors.ts';
import { checkedId, checkedRefName } from '../connection/arguments.ts';
import { type GitHubRelease, restRelease } from './release.ts';

/** Whether publication makes a release the latest one; `legacy` lets GitHub decide by date and version. */
export type MakeLatest = boolean | 'legacy';

/** A draft release to be made. */
export interface NewRelease {
  /** An existing tag: GitHub would quietly make a missing one at the tip of the default branch. */
  readonly tag: string;
  readonly name: string;
  /** Markdown. */
  readonly body: string;
  /** Default `false`. */
  readonly prerelease?: boolean;
  /** Default: GitHub's own, which is `true` on publication. */
  readonly makeLatest?: MakeLatest;
}

/** What to change in a release. */
export interface ReleaseChanges {
  /** `false` publishes. */
  readonly draft?: boolean;
  readonly name?: string;
  readonly body?: string;
  readonly prerelease?: boolean;
  /** Sent with a publication; it steals "latest" when left out. */
  readonly makeLatest?: MakeLatest;
}

/** One GET: the newest hundred, drafts included when the token may write. */
export async function listReleases(github: GitHubConnection): Promise<GitHubRelease[]> {
  return await github.read({
    what: 'list the releases',
    expect: [200],
    answers: z.array(restRelease),
    send: (octokit, at) => octokit.rest.repos.listReleases({ ...at, per_page: 100 }),
  });
}

/** One GET: the published release of a tag, never a draft. */
export async function findReleaseByTag(
  github: GitHubConnection,
  tag: string,
): Promise<GitHubRelease | undefined> {
  const name = checkedRefName(tag);
  return await github.find({
    what: `look for the release of ${name}`,
    expect: [200],
    answers: restRelease,
    send: (octokit, at) => octokit.rest.repos.getReleaseByTag({ ...at, tag: name }),
  });
}

/** One GET. */
export async function getRelease(github: GitHubConnection, id: number): Promise<GitHubRelease> {
  const release_id = checkedId(id);
  return await github.read({
    what: `read the release ${id}`,
    expect: [200],
    answers: restRelease,
    send: (octokit, at) => octokit.rest.repos.getRelease({ ...at, release_id }),
  });
}

/**
 * One POST of a draft. `target_commitish` is never sent: with an existing tag it is ignored, and it can ask for the right to
 * change workflow files.
 */
export async function createRelease(github: GitHubConnection, wanted: NewRelease): Promise<GitHubRelease> {
  const tag_name = checkedRefName(wanted.tag);
  const { name, body } = wanted;
  const prerelease = wanted.prerelease ?? false;
  return await github.write({
    what: `create the draft release ${tag_name}`,
    expect: [201],
    answers: restRelease,
    send: (octokit, at) =>
      octokit.rest.repos.createRelease({
        ...at,
        tag_name,
        name,
        body,
        draft: true,
        prerelease,
        ...latest(wanted.makeLatest),
      }),
  });
}

/** One PATCH; the same again changes nothing. */
export async function updateRelease(
  github: GitHubConnection,
  id: number,
  changes: ReleaseChanges,
): Promise<GitHubRelease> {
  const release_id = checkedId(id);
  const { makeLatest, ...fields } = changes;
  return await github.write({
    what: `${changes.draft === false ? 'publish' : 'update'} the release ${id}`,
    expect: [200],
    answers: restRelease,
    send: (octokit, at) =>
      octokit.rest.repos.updateRelease({ ...at, ...fields, ...latest(makeLatest), release_id }),
  });
}

/** One DELETE, of a draft alone. */
export async function deleteDraftRelease(
  github: GitHubConnection,
  release: Pick<GitHubRelease, 'id' | 'tag' | 'draft'>,
): Promise<void> {
  if (!release.draft) {
    throw new GitHubError('GITHUB_BAD_ARGUMENT', `the release ${release.tag} is published and stays`, {
      hint: 'Fix forward: release a new version.',
    });
  }
  const release_id = checkedId(release.id);
  await github.write({
    what: `delete the draft release ${release.id}`,
    expect: [204],
    answers: z.unknown(),
    send: (octokit, at) => octokit.rest.repos.deleteRelease({ ...at, release_id }),
  });
}

function latest(makeLatest: MakeLatest | undefined): { make_latest?: 'true' | 'false' | 'legacy' } {
  if (makeLatest === undefined) return {};
  if (makeLatest === 'legacy') return { make_latest: 'legacy' };
  return { make_latest: makeLatest ? 'true' : 'false' };
}
