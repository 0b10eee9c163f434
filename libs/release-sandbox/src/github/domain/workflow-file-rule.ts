import type { Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';

const folder = '.github/workflows';

/** `x-accepted-github-permissions` of endpoints with the workflow-file rule: either alternative is enough. */
export const acceptedWithWorkflows = 'contents=write; contents=write,workflows=write';

/**
 * The first workflow file of a commit that no branch head has with the same content. A token needs the permission `workflows` to add one,
 * and a job token can never have it. `env` lets git read objects that are not yet in the repository.
 */
export function newWorkflowFile(
  repository: Repository,
  token: Token,
  commit: string,
  env: Readonly<Record<string, string>> = {},
): string | undefined {
  if (token.kind !== 'job') return undefined;
  const files = repository.git.files(commit, folder, env);
  if (files.size === 0) return undefined;
  const known = new Set<string>();
  for (const branch of repository.git.refs('refs/heads/').values())
    for (const [path, blob] of repository.git.files(branch.sha, folder)) known.add(`${path} ${blob}`);
  return [...files].find(([path, blob]) => !known.has(`${path} ${blob}`))?.[0];
}
