import { z } from 'zod';
import { checkedSha } from './arguments.ts';
import type { GitHubConnection } from './connection.ts';
import {
  commitWithFiles,
  type FileIds,
  type FileSelection,
  type FileTexts,
  readIds,
  readTexts,
} from './file-texts.ts';

const schema = z.object({ object: z.union([commitWithFiles, z.strictObject({})]).nullable() });

/** Reads the texts of files at a commit. One query, and one more request for each file that GitHub truncates. */
export async function filesAt(
  github: GitHubConnection,
  commit: string,
  files: FileSelection,
): Promise<FileTexts> {
  return await readTexts(github, files, await commitAt(github, commit, files, files.fields));
}

/** Reads the object ids of files at a commit. One query. */
export async function fileIdsAt(
  github: GitHubConnection,
  commit: string,
  files: FileSelection,
): Promise<FileIds> {
  return readIds(github, files, await commitAt(github, commit, files, files.idFields));
}

async function commitAt(
  github: GitHubConnection,
  commit: string,
  files: FileSelection,
  fields: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { object } = await github.query({
    action: `read files at ${commit}`,
    query: `query FilesAt($owner: String!, $name: String!, $sha: GitObjectID!${files.parameters}) {
      repository(owner: $owner, name: $name) { object(oid: $sha) { ... on Commit { oid ${fields} } } }
    }`,
    variables: { sha: checkedSha(commit), ...files.variables },
    schema,
  });
  if (object !== null && 'oid' in object) return object;
  throw github.notFound(`cannot find the commit ${commit} in ${github.fullName}`);
}
