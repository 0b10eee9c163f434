import { textOf } from '../workflow/expressions.ts';
import type { HostRepository } from './host.ts';
import type { Value } from '../workflow/template.ts';
import type { Workflow } from '../workflow/workflow.ts';

/** Facts about a run that are fixed before its first job. */
export interface RunFacts {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly title: string;
  readonly workflow: Workflow;
  /** The commit whose workflow file runs. */
  readonly workflowSha: string;
  readonly event: string;
  readonly payload: Value;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  /** Branches of a pull request; empty for other events. */
  readonly headRef: string;
  readonly baseRef: string;
  /** Whether it runs for the pull request of a fork: read permissions only, no secrets. */
  readonly fork: boolean;
  /** Inputs of `workflow_dispatch`; empty for other events. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** Number of `workflow_run` events between this run and the first of the chain. */
  readonly depth: number;
}

/** Base URLs of GitHub. */
export interface GitHubUrls {
  readonly api: string;
  readonly graphql: string;
  readonly server: string;
}

/** Shortens a ref: `refs/tags/v1.2.3` to `v1.2.3`, and that of a pull request to `7/merge`. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|pull)\//, '');
}

/** Renders `owner/name/.github/workflows/file.yml@refs/...`. */
export function workflowRef(run: Pick<RunFacts, 'workflow' | 'ref'>, repository: HostRepository): string {
  return `${repository.fullName}/${run.workflow.path}@${run.ref}`;
}

/** Builds the `github` context of a run, without the keys of a single job. */
export function githubContext(
  run: Omit<RunFacts, 'id' | 'number' | 'title'> & Partial<Pick<RunFacts, 'id' | 'number'>>,
  repository: HostRepository,
  urls: GitHubUrls,
): Readonly<Record<string, Value>> {
  const [owner = ''] = repository.fullName.split('/');
  return {
    event: run.payload,
    event_name: run.event,
    ref: run.ref,
    ref_name: shortRef(run.ref),
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: false,
    head_ref: run.headRef,
    base_ref: run.baseRef,
    sha: run.sha,
    repository: repository.fullName,
    repository_id: String(repository.id),
    repository_owner: owner,
    repository_owner_id: String(repository.owner.id),
    repositoryUrl: `${urls.server.replace(/^https?/, 'git')}/${repository.fullName}.git`,
    actor: run.actor,
    triggering_actor: run.actor,
    run_id: String(run.id ?? ''),
    run_number: String(run.number ?? ''),
    run_attempt: String(run.attempt),
    workflow: run.workflow.name,
    workflow_ref: workflowRef(run, repository),
    workflow_sha: run.workflowSha,
    api_url: urls.api,
    graphql_url: urls.graphql,
    server_url: urls.server,
    retention_days: '90',
    secret_source: 'Actions',
  };
}

/** Derives the variables `GITHUB_*` of every step from the context. */
export function githubVariables(context: Readonly<Record<string, Value>>): Readonly<Record<string, string>> {
  const names = [
    'event_name',
    'ref',
    'ref_name',
    'ref_type',
    'ref_protected',
    'head_ref',
    'base_ref',
    'sha',
    'repository',
    'repository_id',
    'repository_owner',
    'repository_owner_id',
    'actor',
    'triggering_actor',
    'run_id',
    'run_number',
    'run_attempt',
    'workflow',
    'workflow_ref',
    'workflow_sha',
    'api_url',
    'graphql_url',
    'server_url',
    'retention_days',
    'job',
    'workspace',
    'event_path',
  ];
  return Object.fromEntries(
    names.map((name) => [`GITHUB_${name.toUpperCase()}`, textOf(context[name] ?? null)]),
  );
}
