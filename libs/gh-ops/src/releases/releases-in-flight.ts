import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { checkedRefName } from '../connection/arguments.ts';
import { nodes } from '../connection/query-data.ts';
import { queriedRelease, RELEASE_FIELDS, type ReleaseSummary } from '../pulls/release-summary.ts';
import {
  fromQuery,
  PULL_REQUEST_FIELDS,
  type PullRequest,
  queriedPullRequestFields,
} from '../pulls/pull-request.ts';

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
  if (repository === null) throw github.unseen();
  return repository;
}
