import type { HostRepository, IdentityClaims } from './host.ts';
import { workflowRef } from './run-facts.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * Builds the claims of a job as in GitHub's identity tokens.
 * https://docs.github.com/actions/reference/security/oidc
 */
export function identityClaims(
  run: RunFacts,
  repository: HostRepository,
  environment: string | undefined,
): IdentityClaims {
  const [owner = ''] = repository.fullName.split('/');
  const name = workflowRef(run, repository);
  return {
    sub: subject(run, repository, environment),
    repository: repository.fullName,
    repository_id: String(repository.id),
    repository_owner: owner,
    repository_owner_id: String(repository.owner.id),
    repository_visibility: 'public',
    actor: run.actor,
    ref: run.ref,
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    sha: run.sha,
    head_ref: run.headRef,
    base_ref: run.baseRef,
    event_name: run.event,
    workflow: run.workflow.name,
    workflow_ref: name,
    workflow_sha: run.workflowSha,
    // The same file: only a job of a reusable workflow has a different one here.
    job_workflow_ref: name,
    job_workflow_sha: run.workflowSha,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    runner_environment: 'github-hosted',
    environment,
  };
}

function subject(run: RunFacts, { fullName }: HostRepository, environment: string | undefined): string {
  if (environment !== undefined) return `repo:${fullName}:environment:${environment}`;
  return run.event === 'pull_request' ? `repo:${fullName}:pull_request` : `repo:${fullName}:ref:${run.ref}`;
}
