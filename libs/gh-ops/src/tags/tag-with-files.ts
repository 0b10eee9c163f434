import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { filesAt } from '../connection/files-at.ts';
import { checkedRefName } from '../connection/arguments.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS, tagFromQuery } from './tag.ts';
import { type FileSelection, type FileTexts, selectFiles, textsOf } from '../connection/file-texts.ts';

/** A tag and texts of files at its commit. */
export interface TaggedCommit {
  readonly tag: GitHubTag;
  readonly files: FileTexts;
}

const query = (files: FileSelection): string => `query FindTaggedCommit(
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
const answer = z.object({
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
    query: query(files),
    variables: { owner, name: repo, ref: `refs/tags/${name}`, ...files.variables },
    answers: answer,
  });
  if (repository === null) throw github.unseen();
  if (repository.ref === null) return undefined;
  const found = tagFromQuery(name, repository.ref);
  const { commit } = repository.ref;
  const seen = 'oid' in commit ? commit : (commit.target ?? {});
  // A tag of a tag: rare enough to ask again.
  const peeled = seen['oid'] === found.commitSha;
  return {
    tag: found,
    files: peeled ? await textsOf(github, files, seen) : await filesAt(github, found.commitSha, paths),
  };
}
