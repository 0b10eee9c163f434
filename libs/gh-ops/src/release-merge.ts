import { z } from 'zod';
import type { GitHubConnection } from './connection.ts';
import { GitHubError } from './errors.ts';
import { hintFor } from './hints.ts';
import { checkedRefName, checkedSha } from './names.ts';
import {
  fromQuery,
  PULL_REQUEST_FIELDS,
  type PullRequest,
  queriedPullRequestFields,
} from './pull-request.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS, tagFromQuery } from './tag.ts';
import { commitWithFiles, type FileSelection, type FileTexts, selectFiles, textsOf } from './tree-files.ts';

/** A pull request that the commit came from, with the files of its head. */
export interface MergedPullRequest extends PullRequest {
  /** At `headSha`: what was reviewed. */
  readonly files: FileTexts;
}

/** Everything that tells whether a commit is the merge of a release, and what exists of that release. */
export interface ReleaseMerge {
  readonly commit: {
    readonly sha: string;
    /** ISO 8601 in UTC. */
    readonly committedDate: string;
    readonly parents: readonly string[];
  };
  readonly defaultBranch?: string | undefined;
  /** Associated pull requests. GitHub promises no freshness: right after a merge the list may be empty. */
  readonly pullRequests: readonly MergedPullRequest[];
  /** At the commit. */
  readonly files: FileTexts;
  readonly tag?: GitHubTag | undefined;
  /** The release of the tag; whether drafts show here is not documented, so only a published one counts. */
  readonly release?: ReleaseOfTag | undefined;
}

/** A release as the query sees it. */
export interface ReleaseOfTag {
  readonly id?: number | undefined;
  readonly tag: string;
  readonly draft: boolean;
  readonly url: string;
}

/** Which commit, tag and files are looked at. */
export interface ReleaseMergeQuestion {
  /** A full commit id. */
  readonly sha: string;
  /** The tag the release will have. */
  readonly tag: string;
  /** Paths whose text is wanted, at the commit and at the head of each pull request. */
  readonly files: readonly string[];
}

/** The query for a selection of files; exported so that a test can check it against the published schema. */
export const releaseMergeQuery = (files: FileSelection): string => `query ReleaseMerge(
  $owner: String!, $name: String!, $sha: GitObjectID!, $tag: String!, $ref: String!${files.parameters}
) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    object(oid: $sha) {
      ... on Commit {
        oid committedDate
        parents(first: 10) { nodes { oid } }
        ${files.fields}
        associatedPullRequests(first: 10) {
          nodes {${PULL_REQUEST_FIELDS}
            commits(last: 1) { nodes { commit { oid ${files.fields} } } }
          }
        }
      }
    }
    ref(qualifiedName: $ref) { ${TAG_FIELDS} }
    release(tagName: $tag) { databaseId tagName isDraft url }
  }
}`;

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const pull = queriedPullRequestFields.extend({
  commits: z.object({ nodes: z.array(z.object({ commit: commitWithFiles }).nullable()).nullish() }),
});
const commit = commitWithFiles.extend({
  committedDate: z.string(),
  parents: z.object({ nodes: z.array(z.object({ oid: sha }).nullable()).nullish() }),
  associatedPullRequests: z.object({ nodes: z.array(pull.nullable()).nullish() }).nullish(),
});
const release = z.object({
  databaseId: z.number().nullish(),
  tagName: z.string(),
  isDraft: z.boolean(),
  url: z.string(),
});
const answer = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ name: z.string() }).nullish(),
      object: z.union([commit, z.strictObject({})]).nullable(),
      ref: queriedTag.nullable(),
      release: release.nullable(),
    })
    .nullable(),
});

/** One query; one more only for a head that is not the last commit of its pull request, and one for each overlong file. */
export async function releaseMerge(
  github: GitHubConnection,
  question: ReleaseMergeQuestion,
): Promise<ReleaseMerge> {
  const { owner, repo } = github.at;
  const tag = checkedRefName(question.tag);
  const files = selectFiles(question.files);
  const { repository } = await github.query({
    what: `look at the merge ${question.sha}`,
    query: releaseMergeQuery(files),
    variables: {
      owner,
      name: repo,
      sha: checkedSha(question.sha),
      tag,
      ref: `refs/tags/${tag}`,
      ...files.variables,
    },
    answers: answer,
  });
  const seen = repository?.object;
  if (repository == null || seen == null || !('oid' in seen)) {
    throw new GitHubError(
      'GITHUB_NOT_FOUND',
      `cannot find the commit ${question.sha} in ${github.fullName}`,
      {
        hint: hintFor('GITHUB_NOT_FOUND'),
      },
    );
  }
  const pulls = present(seen.associatedPullRequests?.nodes);
  return {
    commit: {
      sha: seen.oid,
      committedDate: seen.committedDate,
      parents: present(seen.parents.nodes).map((parent) => parent.oid),
    },
    defaultBranch: repository.defaultBranchRef?.name,
    pullRequests: await Promise.all(
      pulls.map(async (one) => ({ ...fromQuery(one), files: await headTexts(github, files, one) })),
    ),
    files: await textsOf(github, files, seen),
    tag: repository.ref === null ? undefined : tagFromQuery(tag, repository.ref),
    release: repository.release === null ? undefined : releaseOf(repository.release),
  };
}

async function headTexts(
  github: GitHubConnection,
  files: FileSelection,
  one: z.infer<typeof pull>,
): Promise<FileTexts> {
  const last = present(one.commits.nodes).at(-1)?.commit;
  if (last?.oid === one.headRefOid) return await textsOf(github, files, last);
  return await filesAt(github, one.headRefOid, files.paths);
}

const FILES_ANSWER = z.object({
  repository: z.object({ object: z.union([commitWithFiles, z.strictObject({})]).nullable() }).nullable(),
});

/** One query for the texts of files at a commit. */
export async function filesAt(
  github: GitHubConnection,
  at: string,
  paths: readonly string[],
): Promise<FileTexts> {
  const files = selectFiles(paths);
  const { owner, repo } = github.at;
  const { repository } = await github.query({
    what: `read files at ${at}`,
    query: `query FilesAt($owner: String!, $name: String!, $sha: GitObjectID!${files.parameters}) {
      repository(owner: $owner, name: $name) { object(oid: $sha) { ... on Commit { oid ${files.fields} } } }
    }`,
    variables: { owner, name: repo, sha: checkedSha(at), ...files.variables },
    answers: FILES_ANSWER,
  });
  const seen = repository?.object;
  if (seen != null && 'oid' in seen) return await textsOf(github, files, seen);
  throw new GitHubError('GITHUB_NOT_FOUND', `cannot find the commit ${at} in ${github.fullName}`, {
    hint: hintFor('GITHUB_NOT_FOUND'),
  });
}

function releaseOf(seen: z.infer<typeof release>): ReleaseOfTag {
  return { id: seen.databaseId ?? undefined, tag: seen.tagName, draft: seen.isDraft, url: seen.url };
}

function present<T>(list: readonly (T | null)[] | null | undefined): T[] {
  return (list ?? []).filter((item): item is T => item !== null);
}
