import { z } from 'zod';
import type { GitHubConnection } from './connection.ts';
import { GitHubError } from './errors.ts';
import { hintFor } from './hints.ts';
import { checkedRefName } from './names.ts';
import { nodes } from './query-answer.ts';
import {
  fromQuery,
  PULL_REQUEST_FIELDS,
  type PullRequest,
  queriedPullRequestFields,
} from './pull-request.ts';

/** A release as the query sees it. */
export interface ReleaseSummary {
  readonly id?: number | undefined;
  readonly tag: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** ISO 8601; absent for a draft. */
  readonly publishedAt?: string | undefined;
  readonly url: string;
  /** The notes, with hidden comments. */
  readonly body: string;
}

/** What tells whether a release is under way. */
export interface ReleasesInFlight {
  readonly defaultBranch: string;
  /** Open pull requests into any branch, newest first. */
  readonly open: readonly PullRequest[];
  /** Of the 20 most recently changed pull requests that were merged into the base branch. */
  readonly merged: readonly PullRequest[];
  /** The 20 newest releases; drafts only when the token may write. */
  readonly releases: readonly ReleaseSummary[];
}

/** The fields of a release in a query. */
export const RELEASE_FIELDS = 'databaseId tagName isDraft isPrerelease publishedAt url description';

const QUERY = `query ReleasesInFlight($owner: String!, $name: String!, $base: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    open: pullRequests(states: OPEN, first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { ...pull }
      pageInfo { hasNextPage endCursor }
    }
    merged: pullRequests(
      states: MERGED, baseRefName: $base, first: 20, orderBy: { field: UPDATED_AT, direction: DESC }
    ) { nodes { ...pull } }
    releases(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { ${RELEASE_FIELDS} }
    }
  }
}
fragment pull on PullRequest {${PULL_REQUEST_FIELDS} }`;

/** What {@link RELEASE_FIELDS} answer. */
export const queriedRelease = z
  .object({
    databaseId: z.number().nullish(),
    tagName: z.string(),
    isDraft: z.boolean(),
    isPrerelease: z.boolean(),
    publishedAt: z.string().nullish(),
    url: z.string(),
    description: z.string().nullish(),
  })
  .transform((seen): ReleaseSummary => ({
    id: seen.databaseId ?? undefined,
    tag: seen.tagName,
    draft: seen.isDraft,
    prerelease: seen.isPrerelease,
    publishedAt: seen.publishedAt ?? undefined,
    url: seen.url,
    body: seen.description ?? '',
  }));

const pull = queriedPullRequestFields.transform(fromQuery);

const answer = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ name: z.string() }).nullish(),
      open: z.object({
        nodes: nodes(pull),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      }),
      merged: z.object({ nodes: nodes(pull) }),
      releases: z.object({ nodes: nodes(queriedRelease) }),
    })
    .nullable(),
});

/** One query for each hundred open pull requests. */
export async function findReleasesInFlight(
  github: GitHubConnection,
  wanted: { readonly baseBranch: string; readonly branchPrefix?: string },
): Promise<ReleasesInFlight> {
  const base = checkedRefName(wanted.baseBranch);
  const fits = (seen: PullRequest) => seen.headRef.startsWith(wanted.branchPrefix ?? '');
  const first = await page(github, base);
  const open = [...first.open.nodes];
  let { hasNextPage, endCursor } = first.open.pageInfo;
  while (hasNextPage && endCursor != null) {
    const next = await page(github, base, endCursor);
    open.push(...next.open.nodes);
    ({ hasNextPage, endCursor } = next.open.pageInfo);
  }
  return {
    defaultBranch: first.defaultBranchRef?.name ?? base,
    open: open.filter(fits),
    merged: first.merged.nodes.filter(fits),
    releases: first.releases.nodes,
  };
}

async function page(github: GitHubConnection, base: string, after: string | null = null) {
  const { owner, repo } = github.at;
  const { repository } = await github.query({
    what: 'look for releases in flight',
    query: QUERY,
    variables: { owner, name: repo, base, after },
    answers: answer,
  });
  if (repository !== null) return repository;
  throw new GitHubError('GITHUB_NOT_FOUND', `cannot see the repository ${github.fullName}`, {
    hint: hintFor('GITHUB_NOT_FOUND'),
  });
}
