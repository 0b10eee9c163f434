import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { GitHubError } from '../errors.ts';
import { checkedMoment, checkedRefName, checkedSha } from '../connection/arguments.ts';
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
  if (repository === null) throw github.unseen();
  return repository.ref === null ? undefined : tagFromQuery(name, repository.ref);
}

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
