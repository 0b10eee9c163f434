import type { Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';

const folder = '.github/workflows';

/** Endpoints that may meet the workflow-file rule list both ways that would do. */
export const acceptedWithWorkflows = 'contents=write; contents=write,workflows=write';

/**
 * The first workflow file of a commit that no branch head has in this form. A token without the permission `workflows` may not bring
 * it in; a job token can never hold that permission. `env` lets git look into objects that are not yet in the repository.
 */
export function foreignWorkflowFile(
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
