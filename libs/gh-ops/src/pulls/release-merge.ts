import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { GitHubError } from '../errors.ts';
import { filesAt } from '../connection/files-at.ts';
import { hintFor } from '../connection/hints.ts';
import { checkedRefName, checkedSha } from '../connection/arguments.ts';
import { nodes } from '../connection/query-data.ts';
import {
  fromQuery,
  PULL_REQUEST_FIELDS,
  type PullRequest,
  queriedPullRequestFields,
} from './pull-request.ts';
import { queriedRelease, RELEASE_FIELDS, type ReleaseSummary } from './release-summary.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS, tagFromQuery } from '../tags/tag.ts';
import {
  commitWithFiles,
  type FileSelection,
  type FileTexts,
  selectFiles,
  textsOf,
} from '../connection/file-texts.ts';

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
  /** At its first parent, where the base branch was before. */
  readonly parentFiles: FileTexts;
  /** The 50 tags on the newest commits. */
  readonly tags: readonly GitHubTag[];
  /** The 20 newest releases; drafts only when the token may write. */
  readonly releases: readonly ReleaseSummary[];
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
  /** A tag to look at in particular, wherever it is. */
  readonly tag?: string;
  /** Paths whose text is wanted, at the commit and at the head of each pull request. */
  readonly files: readonly string[];
}

const query = (files: FileSelection, tagged: boolean): string => `query ReleaseMerge(
  $owner: String!, $name: String!, $sha: GitObjectID!${tagged ? ', $tag: String!, $ref: String!' : ''}${files.parameters}
) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
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
    ${tagged ? `ref(qualifiedName: $ref) { ${TAG_FIELDS} } release(tagName: $tag) { databaseId tagName isDraft url }` : ''}
  }
}`;

/** A tag of something else than a commit is none of ours. */
const namedTag = z.object({ name: z.string(), target: z.unknown() });
const pull = queriedPullRequestFields.extend({
  commits: z.object({ nodes: nodes(z.object({ commit: commitWithFiles })) }),
});
const commit = commitWithFiles.extend({
  committedDate: z.string(),
  parents: z.object({ nodes: nodes(commitWithFiles) }),
  associatedPullRequests: z.object({ nodes: nodes(pull) }).nullish(),
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
      refs: z.object({ nodes: nodes(namedTag) }).nullish(),
      releases: z.object({ nodes: nodes(queriedRelease) }).nullish(),
      ref: queriedTag.nullish(),
      release: release.nullish(),
    })
    .nullable(),
});

/** One query; one more only for a head that is not the last commit of its pull request, and one for each overlong file. */
export async function releaseMerge(
  github: GitHubConnection,
  question: ReleaseMergeQuestion,
): Promise<ReleaseMerge> {
  const { owner, repo } = github.at;
  const tag = question.tag === undefined ? undefined : checkedRefName(question.tag);
  const files = selectFiles(question.files);
  const { repository } = await github.query({
    what: `look at the merge ${question.sha}`,
    query: query(files, tag !== undefined),
    variables: {
      owner,
      name: repo,
      sha: checkedSha(question.sha),
      ...(tag === undefined ? {} : { tag, ref: `refs/tags/${tag}` }),
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
  const pulls = seen.associatedPullRequests?.nodes ?? [];
  return {
    commit: {
      sha: seen.oid,
      committedDate: seen.committedDate,
      parents: seen.parents.nodes.map((parent) => parent.oid),
    },
    defaultBranch: repository.defaultBranchRef?.name,
    pullRequests: await Promise.all(
      pulls.map(async (one) => ({ ...fromQuery(one), files: await headTexts(github, files, one) })),
    ),
    files: await textsOf(github, files, seen),
    parentFiles: await textsOf(github, files, seen.parents.nodes[0] ?? {}),
    tags: (repository.refs?.nodes ?? []).flatMap((ref) => {
      const { success, data } = queriedTag.safeParse(ref);
      return success ? [tagFromQuery(ref.name, data)] : [];
    }),
    releases: repository.releases?.nodes ?? [],
    tag: tag === undefined || repository.ref == null ? undefined : tagFromQuery(tag, repository.ref),
    release: repository.release == null ? undefined : releaseOf(repository.release),
  };
}

async function headTexts(
  github: GitHubConnection,
  files: FileSelection,
  one: z.infer<typeof pull>,
): Promise<FileTexts> {
  const last = one.commits.nodes.at(-1)?.commit;
  if (last?.oid === one.headRefOid) return await textsOf(github, files, last);
  return await filesAt(github, one.headRefOid, files.paths);
}

function releaseOf(seen: z.infer<typeof release>): ReleaseOfTag {
  return { id: seen.databaseId ?? undefined, tag: seen.tagName, draft: seen.isDraft, url: seen.url };
}
