import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import {
  commitWithFiles,
  type FileIds,
  type FileSelection,
  type FileTexts,
  readIds,
  readTexts,
} from '../connection/file-texts.ts';
import { fileIdsAt } from '../connection/files-at.ts';
import { nodes, sha } from '../connection/schemas.ts';
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
  /** The branch that the commit was pushed to. Default: none, and {@link ReleaseMerge.branchSha} is undefined. */
  readonly branch?: string | undefined;
  /** Paths of the files to read on the default branch. Default: none. */
  readonly defaultBranchFiles?: readonly string[] | undefined;
}

/** A pull request that the commit came from. */
export interface MergedPullRequest extends PullRequest {
  /** Files at `headSha`: what was reviewed. Empty unless the pull request is merged. */
  readonly fileIds: FileIds;
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
  /** At the commit. */
  readonly fileIds: FileIds;
  /** At its first parent, the previous commit of the base branch. */
  readonly parentFiles: FileTexts;
  /** The tip of the requested branch; undefined when there is no such branch. */
  readonly branchSha: string | undefined;
  /** The default branch with the requested files at its tip; undefined in an empty repository. */
  readonly defaultBranch: { readonly name: string; readonly files: FileTexts } | undefined;
  /** The 50 tags on the newest commits. */
  readonly tags: readonly GitHubTag[];
  /** The 20 newest releases; drafts only when the token may write. */
  readonly releases: readonly ReleaseSummary[];
}

/** What a query for a {@link ReleaseMerge} selects. */
export interface ReleaseMergeSelection {
  readonly merge: FileSelection;
  readonly defaultBranch: FileSelection;
  /** The full ref of a branch. */
  readonly branch: string | undefined;
}

/**
 * The query for a {@link ReleaseMerge}. Pure. Anybody can open pull requests from forks that contain a commit of a branch other than
 * the default one, so it reads a hundred.
 */
export const releaseMergeQuery = ({
  merge,
  defaultBranch,
  branch,
}: ReleaseMergeSelection): string => `query ReleaseMerge(
  $owner: String!, $name: String!, $sha: GitObjectID!${branch === undefined ? '' : ', $branch: String!'}
  ${merge.parameters}${defaultBranch.parameters}
) {
  repository(owner: $owner, name: $name) {
    ${branch === undefined ? '' : 'branch: ref(qualifiedName: $branch) { target { oid } }'}
    defaultBranchRef { name target { ... on Commit { oid ${defaultBranch.fields} } } }
    object(oid: $sha) {
      ... on Commit {
        oid committedDate
        parents(first: 10) { nodes { oid ${merge.fields} } }
        ${merge.fields}
        associatedPullRequests(first: 100) {
          nodes {${PULL_REQUEST_FIELDS}
            commits(last: 1) { nodes { commit { oid ${merge.idFields} } } }
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
  branch: z.object({ target: z.object({ oid: sha }).nullish() }).nullish(),
  defaultBranchRef: z.object({ name: z.string(), target: z.looseObject({}).nullish() }).nullish(),
  refs: z.object({ nodes: nodes(namedTag) }).nullish(),
  releases: z.object({ nodes: nodes(queriedRelease) }).nullish(),
});

/** The merge in the data of a query; undefined when there is no such commit. Sends requests only for texts the data lacks. */
export async function readReleaseMerge(
  github: GitHubConnection,
  files: ReleaseMergeSelection,
  { object, branch, defaultBranchRef, refs, releases }: z.infer<typeof releaseMergeData>,
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
        fileIds: pull.merged ? await headIds(github, files.merge, pull) : new Map(),
      })),
    ),
    files: await readTexts(github, files.merge, object),
    fileIds: readIds(github, files.merge, object),
    parentFiles: await readTexts(github, files.merge, parents[0] ?? {}),
    branchSha: branch?.target?.oid,
    defaultBranch:
      defaultBranchRef == null
        ? undefined
        : {
            name: defaultBranchRef.name,
            files: await readTexts(github, files.defaultBranch, defaultBranchRef.target ?? {}),
          },
    tags: (refs?.nodes ?? []).flatMap((ref) => {
      const { success, data } = queriedTag.safeParse(ref);
      return success ? [tagFromQuery(ref.name, data)] : [];
    }),
    releases: releases?.nodes ?? [],
  };
}

async function headIds(
  github: GitHubConnection,
  files: FileSelection,
  pull: z.infer<typeof pullRequest>,
): Promise<FileIds> {
  const last = pull.commits.nodes.at(-1)?.commit;
  if (last?.oid === pull.headRefOid) return readIds(github, files, last);
  return await fileIdsAt(github, pull.headRefOid, files);
}
