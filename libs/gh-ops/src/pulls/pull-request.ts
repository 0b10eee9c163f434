import { z } from 'zod';
import { sha } from '../connection/schemas.ts';

/** A pull request, from REST or from a query. */
export interface PullRequest {
  readonly number: number;
  /** The web page. */
  readonly url: string;
  readonly draft: boolean;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  /** ISO 8601. */
  readonly mergedAt?: string | undefined;
  /** Only once merged: the merge commit, the squashed commit, or the last commit of a rebase. */
  readonly mergeCommitSha?: string | undefined;
  readonly headRef: string;
  readonly headSha: string;
  /** `owner/name`; absent when the fork was deleted. */
  readonly headRepository?: string | undefined;
  /** Whether head and base are in different repositories: a fork. */
  readonly crossRepository: boolean;
  readonly baseRef: string;
  /** The description; from REST, and from the query for releases in flight. */
  readonly body?: string | undefined;
}

/** A pull request in a REST response. Before the merge its `merge_commit_sha` is a test merge. */
export const restPullRequest = z
  .object({
    number: z.number(),
    html_url: z.string(),
    draft: z.boolean().nullish(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    merged_at: z.string().nullish(),
    merge_commit_sha: z.string().nullish(),
    head: z.object({ ref: z.string(), sha, repo: z.object({ full_name: z.string() }).nullish() }),
    base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  })
  .transform(({ head, base, ...pull }): PullRequest => {
    const merged = pull.merged_at != null;
    return {
      number: pull.number,
      url: pull.html_url,
      draft: pull.draft === true,
      title: pull.title,
      state: pull.state,
      merged,
      mergedAt: pull.merged_at ?? undefined,
      mergeCommitSha: merged ? (pull.merge_commit_sha ?? undefined) : undefined,
      headRef: head.ref,
      headSha: head.sha,
      headRepository: head.repo?.full_name,
      crossRepository: head.repo == null || head.repo.full_name !== base.repo?.full_name,
      baseRef: base.ref,
      body: pull.body ?? undefined,
    };
  });

/** The fields of a pull request in a query. */
export const PULL_REQUEST_FIELDS = `
  number url isDraft title state merged mergedAt mergeCommit { oid }
  headRefName headRefOid headRepository { nameWithOwner } isCrossRepository baseRefName`;

/** The shape of {@link PULL_REQUEST_FIELDS} in the data of a query. */
export const queriedPullRequest = z.object({
  number: z.number(),
  url: z.string(),
  isDraft: z.boolean(),
  title: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  merged: z.boolean(),
  mergedAt: z.string().nullish(),
  mergeCommit: z.object({ oid: sha }).nullish(),
  headRefName: z.string(),
  headRefOid: sha,
  headRepository: z.object({ nameWithOwner: z.string() }).nullish(),
  isCrossRepository: z.boolean(),
  baseRefName: z.string(),
});

/** The pull request in the data of a query. Pure. */
export function pullRequestFromQuery(pull: z.infer<typeof queriedPullRequest>): PullRequest {
  return {
    number: pull.number,
    url: pull.url,
    draft: pull.isDraft,
    title: pull.title,
    state: pull.state === 'OPEN' ? 'open' : 'closed',
    merged: pull.merged,
    mergedAt: pull.mergedAt ?? undefined,
    mergeCommitSha: pull.merged ? pull.mergeCommit?.oid : undefined,
    headRef: pull.headRefName,
    headSha: pull.headRefOid,
    headRepository: pull.headRepository?.nameWithOwner,
    crossRepository: pull.isCrossRepository,
    baseRef: pull.baseRefName,
  };
}
