import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { commitWithFiles, type FileSelection, type FileTexts, readTexts } from '../connection/file-texts.ts';
import { filesAt } from '../connection/files-at.ts';
import { nodes } from '../connection/schemas.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS, tagFromQuery } from '../tags/tag.ts';
import {
  PULL_REQUEST_FIELDS,
  type PullRequest,
  pullRequestFromQuery,
  queriedPullRequest,
} from './pull-request.ts';
import { queriedRelease, RELEASE_FIELDS, type ReleaseSummary } from './release-summary.ts';

/** A commit and the files to read there and at the head of each of its pull requests. */
export interface ReleaseMergeRequest {
  /** A full commit id. */
  readonly sha: string;
  /** Paths inside the repository. */
  readonly files: readonly string[];
}

/** A pull request that the commit came from, with the files of its head. */
export interface MergedPullRequest extends PullRequest {
  /** At `headSha`: what was reviewed. */
  readonly files: FileTexts;
}

/** The facts that decide whether a commit is the merge of a release, and what exists of that release. */
export interface ReleaseMerge {
  readonly commit: {
    readonly sha: string;
    /** ISO 8601 in UTC. */
    readonly committedDate: string;
    readonly parents: readonly string[];
  };
  /** Associated pull requests. GitHub promises no freshness: right after a merge the list may be empty. */
  readonly pullRequests: readonly MergedPullRequest[];
  /** At the commit. */
  readonly files: FileTexts;
  /** At its first parent, the previous commit of the base branch. */
  readonly parentFiles: FileTexts;
  /** The 50 tags on the newest commits. */
  readonly tags: readonly GitHubTag[];
  /** The 20 newest releases; drafts only when the token may write. */
  readonly releases: readonly ReleaseSummary[];
}

/** The query for a {@link ReleaseMerge}. Pure. */
export const releaseMergeQuery = (files: FileSelection): string => `query ReleaseMerge(
  $owner: String!, $name: String!, $sha: GitObjectID!${files.parameters}
) {
  repository(owner: $owner, name: $name) {
    object(oid: $sha) {
      ... on Commit {
        oid committedDate
        parents(first: 10) { nodes { oid ${files.fields} } }
        ${files.fields}
        associatedPullRequests(first: 10) {
          nodes {${PULL_REQUEST_FIELDS}
            commits(last: 1) { nodes { commit { oid ${files.fields} } } }
          }
        }
      }
    }
    refs(refPrefix: "refs/tags/", first: 50, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      nodes { name ${TAG_FIELDS} }
    }
    releases(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ${RELEASE_FIELDS} } }
  }
}`;

/** Its target is checked later: a tag of something other than a commit is skipped. */
const namedTag = z.object({ name: z.string(), target: z.unknown() });
const pullRequest = queriedPullRequest.extend({
  commits: z.object({ nodes: nodes(z.object({ commit: commitWithFiles })) }),
});
const commit = commitWithFiles.extend({
  committedDate: z.string(),
  parents: z.object({ nodes: nodes(commitWithFiles) }),
  associatedPullRequests: z.object({ nodes: nodes(pullRequest) }).nullish(),
});

/** The shape of {@link releaseMergeQuery}'s data. */
export const releaseMergeData = z.object({
  object: z.union([commit, z.strictObject({})]).nullable(),
  refs: z.object({ nodes: nodes(namedTag) }).nullish(),
  releases: z.object({ nodes: nodes(queriedRelease) }).nullish(),
});

/** The merge in the data of a query; undefined when there is no such commit. Sends requests only for texts the data lacks. */
export async function readReleaseMerge(
  github: GitHubConnection,
  files: FileSelection,
  { object, refs, releases }: z.infer<typeof releaseMergeData>,
): Promise<ReleaseMerge | undefined> {
  if (object === null || !('oid' in object)) return undefined;
  const parents = object.parents.nodes;
  const pulls = object.associatedPullRequests?.nodes ?? [];
  return {
    commit: {
      sha: object.oid,
      committedDate: object.committedDate,
      parents: parents.map((parent) => parent.oid),
    },
    pullRequests: await Promise.all(
      pulls.map(async (pull) => ({
        ...pullRequestFromQuery(pull),
        files: await headTexts(github, files, pull),
      })),
    ),
    files: await readTexts(github, files, object),
    parentFiles: await readTexts(github, files, parents[0] ?? {}),
    tags: (refs?.nodes ?? []).flatMap((ref) => {
      const { success, data } = queriedTag.safeParse(ref);
      return success ? [tagFromQuery(ref.name, data)] : [];
    }),
    releases: releases?.nodes ?? [],
  };
}

async function headTexts(
  github: GitHubConnection,
  files: FileSelection,
  pull: z.infer<typeof pullRequest>,
): Promise<FileTexts> {
  const last = pull.commits.nodes.at(-1)?.commit;
  if (last?.oid === pull.headRefOid) return await readTexts(github, files, last);
  return await filesAt(github, pull.headRefOid, files);
}
