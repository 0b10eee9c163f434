import { z } from 'zod';
import { checkedId, checkedRefName, checkedSha } from '../connection/arguments.ts';
import type { GitHubConnection } from '../connection/connection.ts';
import { definedValues } from '../connection/defined-values.ts';
import { selectFiles } from '../connection/file-texts.ts';
import { GitHubError } from '../errors.ts';
import { type PullRequest, restPullRequest } from './pull-request.ts';
import {
  readReleaseMerge,
  type ReleaseMerge,
  releaseMergeData,
  releaseMergeQuery,
  type ReleaseMergeRequest,
} from './release-merge.ts';

/** A pull request to create from a branch of the same repository. */
export interface NewPullRequest {
  /** The branch with the changes, without `refs/heads/`. */
  readonly head: string;
  /** The branch to merge into. */
  readonly base: string;
  readonly title: string;
  /** Cut at 65,000 characters, about the limit of GitHub. */
  readonly body: string;
  readonly draft: boolean;
}

/** The pull request after {@link PullRequests.ensure}. */
export interface EnsuredPullRequest extends PullRequest {
  /** `false`: an open one from that branch existed and was left unchanged. */
  readonly created: boolean;
}

/** Changes to a pull request. There is none for the draft state: only a person marks a pull request as ready. */
export interface PullRequestChanges {
  readonly title?: string | undefined;
  /** Cut at 65,000 characters. */
  readonly body?: string | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly base?: string | undefined;
}

const MAX_BODY_LENGTH = 65_000;

/** The pull requests of a repository. */
export class PullRequests {
  readonly #github: GitHubConnection;

  constructor(github: GitHubConnection) {
    this.#github = github;
  }

  /**
   * Lists the pull requests of a commit; one GET. For a commit of the default branch that is the merged pull request it came from,
   * for others every pull request that contains it. Right after a merge the list may be empty.
   */
  async listOfCommit(sha: string): Promise<PullRequest[]> {
    const commit_sha = checkedSha(sha);
    return await this.#github.read({
      action: `list the pull requests of ${sha}`,
      expect: [200],
      schema: z.array(restPullRequest),
      send: (octokit, at) =>
        octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha, per_page: 100 }),
    });
  }

  /**
   * Reads a commit with its pull requests, the files there, at its first parent and at the heads of the merged pull requests, the tip
   * of a branch, files on the default branch, and the newest tags and releases. One query; one more for each head that is not the last
   * commit of its pull request, and one request more for each text that GitHub truncates.
   *
   * @throws GitHubError `GITHUB_NOT_FOUND` when the commit does not exist
   */
  async getReleaseMerge(request: ReleaseMergeRequest): Promise<ReleaseMerge> {
    const { sha, branch, defaultBranchFiles = [] } = request;
    const selection = {
      merge: selectFiles(request.files),
      defaultBranch: selectFiles(defaultBranchFiles, 'default_'),
      branch: branch === undefined ? undefined : `refs/heads/${branch}`,
    };
    const data = await this.#github.query({
      action: `read the merge ${sha}`,
      query: releaseMergeQuery(selection),
      variables: {
        sha: checkedSha(sha),
        ...definedValues({ branch: selection.branch }),
        ...selection.merge.variables,
        ...selection.defaultBranch.variables,
      },
      schema: releaseMergeData,
    });
    const merge = await readReleaseMerge(this.#github, selection, data);
    if (merge === undefined) {
      throw this.#github.notFound(`cannot find the commit ${sha} in ${this.#github.fullName}`);
    }
    return merge;
  }

  /**
   * Whether a commit is reachable from another one, such as the tip of a branch. One GET. A commit is reachable from itself.
   *
   * GitHub compares from the merge base: for a reachable commit the response lists no commits and no files.
   */
  async isReachable(sha: string, { from }: { readonly from: string }): Promise<boolean> {
    const basehead = `${checkedSha(from)}...${checkedSha(sha)}`;
    // 404 for commits without a common ancestor.
    const comparison = await this.#github.find({
      action: `compare ${sha} with ${from}`,
      expect: [200],
      schema: z.object({ status: z.enum(['identical', 'behind', 'ahead', 'diverged']) }),
      send: (octokit, at) => octokit.rest.repos.compareCommitsWithBasehead({ ...at, basehead, per_page: 1 }),
    });
    return comparison?.status === 'identical' || comparison?.status === 'behind';
  }

  /** Creates a pull request unless an open one from the branch exists. One POST; one GET more when it exists. */
  async ensure(pull: NewPullRequest): Promise<EnsuredPullRequest> {
    const head = checkedRefName(pull.head);
    const base = checkedRefName(pull.base);
    const { title, draft } = pull;
    const body = pull.body.slice(0, MAX_BODY_LENGTH);
    try {
      const created = await this.#github.write({
        action: `create the pull request from ${head}`,
        expect: [201],
        schema: restPullRequest,
        send: (octokit, at) =>
          octokit.rest.pulls.create({ ...at, head, base, title, body, draft, maintainer_can_modify: false }),
      });
      return { ...created, created: true };
    } catch (error) {
      if (!(error instanceof GitHubError && error.code === 'GITHUB_ALREADY_EXISTS')) throw error;
      const existing = await this.#findOpen(head, base);
      if (existing === undefined) throw error;
      return { ...existing, created: false };
    }
  }

  /** Changes a pull request; one PATCH. A second call changes nothing. */
  async update(number: number, changes: PullRequestChanges): Promise<PullRequest> {
    const pull_number = checkedId(number);
    const { title, body, state, base } = changes;
    const fields = definedValues({
      title,
      body: body?.slice(0, MAX_BODY_LENGTH),
      state,
      base: base === undefined ? undefined : checkedRefName(base),
    });
    return await this.#github.write({
      action: `update the pull request #${number}`,
      expect: [200],
      schema: restPullRequest,
      send: (octokit, at) => octokit.rest.pulls.update({ ...at, ...fields, pull_number }),
    });
  }

  /** One GET. GitHub ignores a `head` filter it cannot read, so the result is filtered again. */
  async #findOpen(head: string, base: string): Promise<PullRequest | undefined> {
    const pulls = await this.#github.read({
      action: `list the pull requests from ${head}`,
      expect: [200],
      schema: z.array(restPullRequest),
      send: (octokit, at) =>
        octokit.rest.pulls.list({
          ...at,
          base,
          head: `${at.owner}:${head}`,
          state: 'open',
          per_page: 100,
        }),
    });
    return pulls.find((pull) => pull.headRef === head && !pull.crossRepository && pull.baseRef === base);
  }
}
