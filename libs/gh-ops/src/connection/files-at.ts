import { z } from 'zod';
import { checkedSha } from './arguments.ts';
import type { GitHubConnection } from './connection.ts';
import { commitWithFiles, type FileSelection, type FileTexts, readTexts } from './file-texts.ts';

const schema = z.object({ object: z.union([commitWithFiles, z.strictObject({})]).nullable() });

/** Reads the texts of files at a commit. One query, and one more request for each file that GitHub truncates. */
export async function filesAt(
  github: GitHubConnection,
  commit: string,
  files: FileSelection,
): Promise<FileTexts> {
  const { object } = await github.query({
    action: `read files at ${commit}`,
    query: `query FilesAt($owner: String!, $name: String!, $sha: GitObjectID!${files.parameters}) {
      repository(owner: $owner, name: $name) { object(oid: $sha) { ... on Commit { oid ${files.fields} } } }
    }`,
    variables: { sha: checkedSha(commit), ...files.variables },
    schema,
  });
  if (object !== null && 'oid' in object) return await readTexts(github, files, object);
  throw github.notFound(`cannot find the commit ${commit} in ${github.fullName}`);
}
