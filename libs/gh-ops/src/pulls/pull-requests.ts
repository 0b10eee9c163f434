import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { GitHubError } from '../errors.ts';
import { checkedId, checkedRefName, checkedSha } from '../connection/arguments.ts';
import { type PullRequest, restPullRequest } from './pull-request.ts';

/** A pull request to be made from a branch of the same repository. */
export interface NewPullRequest {
  /** The branch with the changes, without `refs/heads/`. */
  readonly head: string;
  /** The branch they shall go to. */
  readonly base: string;
  readonly title: string;
  /** Cut at 65,000 characters, about what GitHub takes. */
  readonly body: string;
  readonly draft: boolean;
}

/** The pull request that stands after a creation. */
export interface EnsuredPullRequest extends PullRequest {
  /** `false`: an open one from that branch was already there and was left as it is. */
  readonly created: boolean;
}

/** Which pull requests from a branch are wanted. */
export interface PullRequestFilter {
  /** The branch, in this repository. */
  readonly head: string;
  readonly base?: string;
  /** Default `open`. */
  readonly state?: 'open' | 'closed' | 'all';
}

/** What to change in a pull request. A draft becomes ready only by a person. */
export interface PullRequestChanges {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly base?: string;
}

const LONGEST_BODY = 65_000;

/** One POST; when there is one already, one read more. */
export async function createPullRequest(
  github: GitHubConnection,
  pull: NewPullRequest,
): Promise<EnsuredPullRequest> {
  const head = checkedRefName(pull.head);
  const base = checkedRefName(pull.base);
  const { title, draft } = pull;
  const body = pull.body.slice(0, LONGEST_BODY);
  try {
    const made = await github.write({
      what: `create the pull request from ${head}`,
      expect: [201],
      answers: restPullRequest,
      send: (octokit, at) =>
        octokit.rest.pulls.create({ ...at, head, base, title, body, draft, maintainer_can_modify: false }),
    });
    return { ...made, created: true };
  } catch (error) {
    if (!(error instanceof GitHubError && error.code === 'GITHUB_ALREADY_EXISTS')) throw error;
    const [existing] = await pullRequestsFrom(github, { head, base, state: 'open' });
    if (existing === undefined) throw error;
    return { ...existing, created: false };
  }
}

/** One GET. The server ignores a branch without its owner, so what it answers is checked again. */
export async function pullRequestsFrom(
  github: GitHubConnection,
  wanted: PullRequestFilter,
): Promise<PullRequest[]> {
  const head = checkedRefName(wanted.head);
  const base = wanted.base === undefined ? {} : { base: checkedRefName(wanted.base) };
  const pulls = await github.read({
    what: `list the pull requests from ${head}`,
    expect: [200],
    answers: z.array(restPullRequest),
    send: (octokit, at) =>
      octokit.rest.pulls.list({
        ...at,
        ...base,
        head: `${at.owner}:${head}`,
        state: wanted.state ?? 'open',
        per_page: 100,
      }),
  });
  return pulls.filter(
    (pull) =>
      pull.headRef === head &&
      !pull.crossRepository &&
      (wanted.base === undefined || pull.baseRef === wanted.base),
  );
}

/** One PATCH; the same again changes nothing. */
export async function updatePullRequest(
  github: GitHubConnection,
  number: number,
  changes: PullRequestChanges,
): Promise<PullRequest> {
  const pull_number = checkedId(number);
  const { base, body, ...rest } = changes;
  return await github.write({
    what: `update the pull request #${number}`,
    expect: [200],
    answers: restPullRequest,
    send: (octokit, at) =>
      octokit.rest.pulls.update({
        ...at,
        ...rest,
        ...(base === undefined ? {} : { base: checkedRefName(base) }),
        ...(body === undefined ? {} : { body: body.slice(0, LONGEST_BODY) }),
        pull_number,
      }),
  });
}

/** One GET: for a commit of the default branch the pull request that brought it, else all that hold it. */
export async function pullRequestsOf(github: GitHubConnection, sha: string): Promise<PullRequest[]> {
  const commit_sha = checkedSha(sha);
  return await github.read({
    what: `list the pull requests of ${sha}`,
    expect: [200],
    answers: z.array(restPullRequest),
    send: (octokit, at) =>
      octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha, per_page: 100 }),
  });
}
