import { artifactJson, isExpired, runJson } from '../json/run.ts';
import type { Artifact, Run } from '../model/run.ts';
import { Refusal, notFound } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import { dispatchWorkflow } from './dispatch.ts';
import type { Call, Operation } from './gateway.ts';
import { pageOf } from './page.ts';
import { workflowPath } from './workflow-path.ts';

/** Operations on runs, artifacts and workflows. */
export function actionsOperations(state: GitHubState): Operation[] {
  return [
    {
      name: 'github.actions.getRun',
      method: 'GET',
      path: '/actions/runs/:id',
      needs: ['actions', 'read'],
      query: ['exclude_pull_requests'],
      handle: (call) => ({ status: 200, json: runJson(state, call.repository, runOf(state, call)) }),
    },
    {
      name: 'github.actions.listWorkflowRuns',
      method: 'GET',
      path: '/actions/workflows/:file/runs',
      needs: ['actions', 'read'],
      query: ['head_sha', 'event', 'branch', 'status', 'actor', 'per_page', 'page'],
      handle: (call) => {
        const runs = selectRuns(state, call);
        const page = pageOf(runs, call.query, call.url);
        const workflow_runs = page.items.map((run) => runJson(state, call.repository, run));
        return { status: 200, json: { total_count: runs.length, workflow_runs }, headers: page.headers };
      },
    },
    {
      name: 'github.actions.listRunArtifacts',
      method: 'GET',
      path: '/actions/runs/:id/artifacts',
      needs: ['actions', 'read'],
      query: ['name', 'direction', 'per_page', 'page'],
      handle: (call) => {
        const run = runOf(state, call);
        const name = call.query.get('name');
        const found = [...state.artifacts.values()]
          .filter((artifact) => artifact.runId === run.id && (name === null || artifact.name === name))
          .sort((a, b) => (call.query.get('direction') === 'asc' ? a.id - b.id : b.id - a.id));
        const page = pageOf(found, call.query, call.url);
        const artifacts = page.items.map((artifact) => artifactJson(state, call.repository, artifact));
        return { status: 200, json: { total_count: found.length, artifacts }, headers: page.headers };
      },
    },
    {
      name: 'github.actions.getArtifact',
      method: 'GET',
      path: '/actions/artifacts/:id',
      needs: ['actions', 'read'],
      handle: (call) => ({
        status: 200,
        json: artifactJson(state, call.repository, artifactOf(state, call)),
      }),
    },
    {
      name: 'github.actions.downloadArtifact',
      signedIn: true,
      method: 'GET',
      path: '/actions/artifacts/:id/zip',
      needs: ['actions', 'read'],
      handle: (call) => {
        const artifact = artifactOf(state, call);
        if (isExpired(state, artifact)) throw new Refusal(410, 'Artifact has expired');
        return { status: 302, headers: { location: state.storageLink(`artifacts/${artifact.id}`) } };
      },
    },
    {
      name: 'github.actions.dispatch',
      method: 'POST',
      path: '/actions/workflows/:file/dispatches',
      needs: ['actions', 'write'],
      handle: (call) => dispatchWorkflow(state, call),
    },
  ];
}

function runOf(state: GitHubState, call: Call): Run {
  const run = state.runs.get(call.number('id'));
  if (run?.repository !== call.repository.fullName) throw notFound();
  return run;
}

function artifactOf(state: GitHubState, call: Call): Artifact {
  const artifact = state.artifacts.get(call.number('id'));
  const run = artifact === undefined ? undefined : state.runs.get(artifact.runId);
  if (artifact === undefined || run?.repository !== call.repository.fullName) throw notFound();
  return artifact;
}

/**
 * Selects runs by the query, newest first. Filtered lists come from a search index that lags. Two oddities of GitHub are kept: a shortened
 * SHA matches nothing, and an empty `head_sha` is ignored.
 */
function selectRuns(state: GitHubState, { repository, query, param }: Call): Run[] {
  const path = workflowPath(repository, param('file'));
  if (path === undefined) throw notFound();
  const filter = (name: string) => {
    const value = query.get(name);
    return value === '' ? null : value;
  };
  const [sha, event, branch] = [filter('head_sha'), filter('event'), filter('branch')];
  const [status, actor] = [filter('status'), filter('actor')];
  const filtered = [sha, event, branch, status, actor].some((value) => value !== null);
  return repository.runs
    .filter((run) => run.workflow.path === path)
    .filter((run) => !filtered || state.nowMs - run.createdAtMs >= state.staleness.runsMs)
    .filter((run) => sha === null || run.headSha === sha)
    .filter((run) => event === null || run.event === event)
    .filter((run) => branch === null || run.headBranch === branch)
    .filter((run) => status === null || run.status === status || run.conclusion === status)
    .filter((run) => actor === null || run.actor.login === actor)
    .sort((a, b) => b.id - a.id);
}
