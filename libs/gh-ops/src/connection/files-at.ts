import { z } from 'zod';
import type { GitHubConnection } from './connection.ts';
import { GitHubError } from '../errors.ts';
import { hintFor } from './hints.ts';
import { checkedSha } from './arguments.ts';
import { commitWithFiles, type FileTexts, selectFiles, textsOf } from './file-texts.ts';

const answer = z.object({
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
    answers: answer,
  });
  const seen = repository?.object;
  if (seen != null && 'oid' in seen) return await textsOf(github, files, seen);
  throw new GitHubError('GITHUB_NOT_FOUND', `cannot find the commit ${at} in ${github.fullName}`, {
    hint: hintFor('GITHUB_NOT_FOUND'),
  });
}
