import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { sha } from '../connection/schemas.ts';
import type { GitHubTag } from './tag.ts';

const object = z.object({ type: z.string(), sha });
const matchingRefs = z.array(z.object({ ref: z.string(), object }));
const tagObject = z.object({ sha, message: z.string(), object });

/** Tags of tags are peeled as deep as in the query for a tag. */
const DEEPEST = 3;

/**
 * Finds a tag over REST. The list of matching refs is empty for a missing tag and a 404 for a repository that the caller may not see;
 * the route of a single ref answers both with a 404.
 */
export async function findTagByRest(github: GitHubConnection, name: string): Promise<GitHubTag | undefined> {
  const refs = await github.read({
    action: `find the tag ${name}`,
    expect: [200],
    schema: matchingRefs,
    send: (octokit, at) => octokit.rest.git.listMatchingRefs({ ...at, ref: `tags/${name}` }),
  });
  const found = refs.find(({ ref }) => ref === `refs/tags/${name}`)?.object;
  if (found === undefined) return undefined;
  let [target, message] = [found, undefined as string | undefined];
  for (let depth = 0; target.type === 'tag' && depth < DEEPEST; depth += 1) {
    const read = await readTagObject(github, target.sha);
    message ??= read.message;
    target = read.object;
  }
  github.parse(z.literal('commit'), target.type, github.operation(`find the commit of the tag ${name}`));
  const annotated = found.type === 'tag';
  return { name, objectSha: found.sha, commitSha: target.sha, message, annotated };
}

async function readTagObject(github: GitHubConnection, tag_sha: string) {
  return await github.read({
    action: `read the tag object ${tag_sha}`,
    expect: [200],
    schema: tagObject,
    send: (octokit, at) => octokit.rest.git.getTag({ ...at, tag_sha }),
  });
}
