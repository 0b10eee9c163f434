import { isoSeconds } from '../../service/clock.ts';
import type { Artifact, Run } from '../model/run.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { accountJson } from './account.ts';
import { nodeId } from './node-id.ts';
import { repositoryJson } from './repository.ts';

/** The `workflow-run` of the REST API. */
export function runJson(state: GitHubState, repository: Repository, run: Run) {
  const api = state.api(`/repos/${repository.fullName}`);
  const self = `${api}/actions/runs/${run.id}`;
  const head = state.repository(run.headRepository) ?? repository;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.displayTitle,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.id + 1,
    check_suite_node_id: nodeId('CS', run.id + 1),
    url: self,
    html_url: state.web(`/${repository.fullName}/actions/runs/${run.id}`),
    pull_requests: openPulls(state, repository, run),
    created_at: isoSeconds(run.createdAtMs),
    updated_at: isoSeconds(run.updatedAtMs),
    actor: accountJson(state, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: isoSeconds(run.createdAtMs),
    triggering_actor: accountJson(state, run.actor),
    jobs_url: `${self}/jobs`,
    logs_url: `${self}/logs`,
    check_suite_url: `${api}/check-suites/${run.id + 1}`,
    artifacts_url: `${self}/artifacts`,
    cancel_url: `${self}/cancel`,
    rerun_url: `${self}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${self}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${run.workflow.id}`,
    head_commit: headCommitJson(repository, run.headSha),
    repository: repositoryJson(state, repository),
    head_repository: repositoryJson(state, head),
    head_repository_id: head.id,
  };
}

/** Open pull requests with the same head as the run. Excludes pull requests from forks. */
function openPulls(state: GitHubState, repository: Repository, run: Run) {
  const name = { id: repository.id, url: state.api(`/repos/${repository.fullName}`), name: repository.name };
  return repository.pulls
    .filter(
      (pull) =>
        pull.state === 'open' &&
        pull.headRef === run.headBranch &&
        pull.headSha === run.headSha &&
        pull.headRepository === repository.fullName,
    )
    .map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: state.api(`/repos/${repository.fullName}/pulls/${pull.number}`),
      head: { ref: pull.headRef, sha: pull.headSha, repo: name },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo: name },
    }));
}

function headCommitJson(repository: Repository, sha: string) {
  if (repository.git.resolve(sha) === undefined) return null;
  const commit = repository.git.commit(sha);
  return {
    id: sha,
    tree_id: commit.tree,
    message: commit.message.trimEnd(),
    timestamp: isoSeconds(commit.committer.atMs),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

/** The `artifact` of the REST API. */
export function artifactJson(state: GitHubState, repository: Repository, artifact: Artifact) {
  const self = state.api(`/repos/${repository.fullName}/actions/artifacts/${artifact.id}`);
  const run = state.runs.get(artifact.runId);
  const head = run === undefined ? undefined : state.repository(run.headRepository);
  const createdAt = isoSeconds(artifact.createdAtMs);
  return {
    id: artifact.id,
    node_id: nodeId('MDg', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size_in_bytes,
    url: self,
    archive_download_url: `${self}/zip`,
    expired: isExpired(state, artifact),
    digest: repository.settings.artifactDigests ? artifact.digest : null,
    created_at: createdAt,
    updated_at: createdAt,
    expires_at: isoSeconds(artifact.expiresAtMs),
    workflow_run:
      run === undefined
        ? null
        : {
            id: run.id,
            repository_id: repository.id,
            head_repository_id: head?.id ?? repository.id,
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
  };
}

/** Whether an artifact expired, by time or by hand. */
export function isExpired(state: GitHubState, artifact: Artifact): boolean {
  return artifact.expired || state.nowMs >= artifact.expiresAtMs;
}
