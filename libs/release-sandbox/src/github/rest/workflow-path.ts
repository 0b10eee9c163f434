import type { Repository } from '../model/repository.ts';

/** The path of a workflow given by its file name or by GitHub's number for it. */
export function workflowPath(repository: Repository, fileOrId: string): string | undefined {
  const files = repository.git.files(`refs/heads/${repository.defaultBranch}`, '.github/workflows');
  const known = new Set([...files.keys(), ...repository.runs.map((run) => run.workflow.path)]);
  return [...known].find(
    (path) =>
      path === `.github/workflows/${fileOrId}` ||
      (/^\d+$/.test(fileOrId) && repository.workflowId(path) === Number(fileOrId)),
  );
}
