import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { nodes } from '../connection/schemas.ts';
import {
  PULL_REQUEST_FIELDS,
  type PullRequest,
  pullRequestFromQuery,
  queriedPullRequest,
} from '../pulls/pull-request.ts';
import { queriedRelease, RELEASE_FIELDS, type ReleaseSummary } from '../pulls/release-summary.ts';

/** The pull requests of a release to find. */
export interface ReleasesInFlightFilter {
  /** The branch that releases are merged into. */
  readonly baseBranch: string;
  /** Keeps only pull requests whose branch starts with it, such as `release-v`. */
  readonly branchPrefix?: string | undefined;
}

/** The facts that decide whether a release is in flight. */
export interface ReleasesInFlight {
  /** Open pull requests into any branch, newest first. */
  readonly open: readonly PullRequest[];
  /** Among the 20 most recently updated pull requests that were merged into the base branch. */
  readonly merged: readonly PullRequest[];
  /** The 20 newest releases; drafts only when the token may write. */
  readonly releases: readonly ReleaseSummary[];
}

const QUERY = `query ReleasesInFlight($owner: String!, $name: String!, $base: String!, $after: String) {
  repository(owner: $owner, name: $name) {
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
fragment pull on PullRequest {${PULL_REQUEST_FIELDS} body }`;

const pullRequest = queriedPullRequest
  .extend({ body: z.string() })
  .transform(({ body, ...pull }): PullRequest => ({ ...pullRequestFromQuery(pull), body }));

const page = z
  .object({
    open: z.object({
      nodes: nodes(pullRequest),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    }),
    merged: z.object({ nodes: nodes(pullRequest) }),
    releases: z.object({ nodes: nodes(queriedRelease) }),
  })
  .transform(({ open, merged, releases }) => ({
    open: open.nodes,
    merged: merged.nodes,
    releases: releases.nodes,
    next: open.pageInfo.hasNextPage ? (open.pageInfo.endCursor ?? undefined) : undefined,
  }));

/** Reads one page of a hundred open pull requests, with everything else on each page. One query. */
export async function readPage(
  github: GitHubConnection,
  base: string,
  after: string | undefined,
): Promise<z.infer<typeof page>> {
  return await github.query({
    action: 'find releases in flight',
    query: QUERY,
    variables: { base, after: after ?? null },
    schema: page,
  });
}
