import { raiseWorkflowDispatch } from '../events/workflow-dispatch.ts';
import { notFound, unprocessable } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { readTriggers } from '../domain/workflow-file.ts';
import type { WorkflowInput } from '../domain/workflow-file.ts';
import type { Call, Reply } from './gateway.ts';
import { workflowPath } from './workflow-path.ts';

const maxInputs = 25;

/** Dispatches a workflow. Its file must be on the default branch, and at `ref` it must declare `workflow_dispatch`. */
export async function dispatchWorkflow(state: GitHubState, call: Call): Promise<Reply> {
  const { repository, by } = call;
  const body = await call.body({
    ref: { type: 'string', required: true },
    inputs: { type: 'object' },
    return_run_details: { type: 'boolean' },
  });
  const path = workflowPath(repository, call.param('file'));
  const main = `refs/heads/${repository.defaultBranch}`;
  if (path === undefined || repository.git.text(`${main}:${path}`) === undefined) throw notFound();
  const name = body.text('ref') ?? '';
  const ref = findRef(state, repository, name);
  if (ref === undefined) throw unprocessable(`No ref found for: ${name}`);
  const text = repository.git.text(`${ref.sha}:${path}`);
  const declared = text === undefined ? undefined : readTriggers(text).workflowDispatch;
  if (declared === undefined) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const inputs = checkInputs(body.record('inputs') ?? {}, declared);
  const runId = state.newId();
  repository.reservedRuns.set(runId, path);
  raiseWorkflowDispatch(state, repository, by, {
    ref: ref.name,
    sha: ref.sha,
    workflow: path,
    inputs: Object.keys(inputs).length === 0 ? null : inputs,
    runId,
  });
  if (body.flag('return_run_details') !== true) return { status: 204 };
  return {
    status: 200,
    json: {
      workflow_run_id: runId,
      run_url: state.api(`/repos/${repository.fullName}/actions/runs/${runId}`),
      html_url: state.web(`/${repository.fullName}/actions/runs/${runId}`),
    },
  };
}

/** The branch or tag with this name, and its commit. A branch wins over a tag. A new ref may not be visible yet. */
function findRef(state: GitHubState, repository: Repository, name: string) {
  const names = /^refs\/(heads|tags)\//.test(name) ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  for (const full of names) {
    const sha = repository.git.ref(full) === undefined ? undefined : repository.git.resolve(full);
    const createdAtMs = repository.refCreatedAtMs.get(full) ?? 0;
    if (sha !== undefined && state.nowMs - createdAtMs >= state.staleness.dispatchMs)
      return { name: full, sha };
  }
  return undefined;
}

function checkInputs(
  given: Readonly<Record<string, unknown>>,
  declared: ReadonlyMap<string, WorkflowInput>,
): Record<string, string> {
  const unexpected = Object.keys(given).filter((name) => !declared.has(name));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  if (Object.keys(given).length > maxInputs)
    throw unprocessable(
      `you may only define up to ${maxInputs} \`inputs\` for a \`workflow_dispatch\` event`,
    );
  const inputs: Record<string, string> = {};
  for (const [name, input] of declared) {
    const value = given[name] ?? input.default;
    if (value === undefined) {
      if (input.required) throw unprocessable(`Required input '${name}' not provided`);
      continue;
    }
    inputs[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return inputs;
}
