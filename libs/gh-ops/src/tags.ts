import { z } from 'zod';
import { type FileSelection, type FileTexts, selectFiles, textsOf } from './tree-files.ts';
import type { GitHubConnection } from './connection.ts';
import { GitHubError } from './errors.ts';
import { hintFor } from './hints.ts';
import { checkedMoment, checkedRefName, checkedSha } from './names.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS, tagFromQuery } from './tag.ts';

/** An annotated tag to be made. Equal values give the same tag object, whoever makes it and however often. */
export interface NewTag {
  /** The name, such as `v1.2.0`. */
  readonly tag: string;
  /** The full id of the commit. */
  readonly commit: string;
  readonly message: string;
  /** `date` in UTC to the second, such as `2026-01-02T03:04:05Z`. */
  readonly tagger: { readonly name: string; readonly email: string; readonly date: string };
}

/** The tag that stands after a creation. */
export interface EnsuredTag extends GitHubTag {
  /** `false`: it was already there, on the same commit. */
  readonly created: boolean;
}

const QUERY = `query FindTag($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) { ref(qualifiedName: $ref) { ${TAG_FIELDS} } }
}`;

const answer = z.object({ repository: z.object({ ref: queriedTag.nullable() }).nullable() });

/** One query. */
export async function findTag(github: GitHubConnection, tag: string): Promise<GitHubTag | undefined> {
  const name = checkedRefName(tag);
  const { owner, repo } = github.at;
  const { repository } = await github.query({
    what: `look for the tag ${name}`,
    query: QUERY,
    variables: { owner, name: repo, ref: `refs/tags/${name}` },
    answers: answer,
  });
  if (repository === null) throw unseen(github);
  return repository.ref === null ? undefined : tagFromQuery(name, repository.ref);
}

/** A tag and texts of files at its commit. */
export interface TaggedCommit {
  readonly tag: GitHubTag;
  readonly files: FileTexts;
}

const taggedQuery = (files: FileSelection): string => `query FindTaggedCommit(
  $owner: String!, $name: String!, $ref: String!${files.parameters}
) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $ref) {
      ${TAG_FIELDS}
      commit: target { ... on Commit { oid ${files.fields} } ... on Tag { target { ... on Commit { oid ${files.fields} } } } }
    }
  }
}`;

const holder = z.looseObject({ target: z.looseObject({}).optional() });
const taggedAnswer = z.object({
  repository: z
    .object({ ref: z.intersection(queriedTag, z.object({ commit: holder })).nullable() })
    .nullable(),
});

/** One query; one more for each overlong file. */
export async function findTaggedCommit(
  github: GitHubConnection,
  tag: string,
  paths: readonly string[],
): Promise<TaggedCommit | undefined> {
  const name = checkedRefName(tag);
  const { owner, repo } = github.at;
  const files = selectFiles(paths);
  const { repository } = await github.query({
    what: `look for the tag ${name}`,
    query: taggedQuery(files),
    variables: { owner, name: repo, ref: `refs/tags/${name}`, ...files.variables },
    answers: taggedAnswer,
  });
  if (repository === null) throw unseen(github);
  if (repository.ref === null) return undefined;
  const { commit } = repository.ref;
  return {
    tag: tagFromQuery(name, repository.ref),
    files: await textsOf(github, files, 'oid' in commit ? commit : (commit.target ?? {})),
  };
}

const unseen = (github: GitHubConnection) =>
  new GitHubError('GITHUB_NOT_FOUND', `cannot see the repository ${github.fullName}`, {
    hint: hintFor('GITHUB_NOT_FOUND'),
  });

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const madeObject = z.object({ sha, object: z.object({ sha }) });
const madeRef = z.object({ ref: z.string(), object: z.object({ sha }) });

/** Two POSTs: the object, which nobody sees, and the ref. A ref that exists is read and compared, never moved. */
export async function createTag(github: GitHubConnection, wanted: NewTag): Promise<EnsuredTag> {
  const tag = checkedRefName(wanted.tag);
  const commit = checkedSha(wanted.commit);
  const { name, email, date } = wanted.tagger;
  const { message } = wanted;
  const tagger = { name, email, date: checkedMoment(date) };
  const object = await github.write({
    what: `create the tag object ${tag}`,
    expect: [201],
    answers: madeObject.refine((made) => made.object.sha === commit, { path: ['object', 'sha'] }),
    send: (octokit, at) =>
      octokit.rest.git.createTag({ ...at, tag, message, object: commit, type: 'commit', tagger }),
  });
  const ref = `refs/tags/${tag}`;
  try {
    await github.write({
      what: `create the tag ${tag}`,
      makesRef: true,
      expect: [201],
      answers: madeRef.refine((made) => made.ref === ref && made.object.sha === object.sha, {
        path: ['object', 'sha'],
      }),
      send: (octokit, at) => octokit.rest.git.createRef({ ...at, ref, sha: object.sha }),
    });
  } catch (error) {
    if (!(error instanceof GitHubError && error.code === 'GITHUB_ALREADY_EXISTS')) throw error;
    const existing = await findTag(github, tag);
    if (existing === undefined) throw error;
    if (existing.commitSha !== commit) throw elsewhere(github, existing, commit);
    return { ...existing, created: false };
  }
  return { name: tag, objectSha: object.sha, commitSha: commit, message, annotated: true, created: true };
}

function elsewhere(github: GitHubConnection, existing: GitHubTag, commit: string): GitHubError {
  return new GitHubError(
    'GITHUB_TAG_ELSEWHERE',
    `the tag ${existing.name} of ${github.fullName} is on ${existing.commitSha}, not on ${commit}`,
    { hint: 'A tag is never moved or deleted. Release this commit under a new version.' },
  );
}
