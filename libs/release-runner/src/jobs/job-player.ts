import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactIndex } from '../artifacts/artifact-index.ts';
import { evaluate, evaluateText, evaluateTexts } from '../workflow/expressions.ts';
import type { Scope } from '../workflow/expressions.ts';
import { matchesPatterns } from '../workflow/filter-pattern.ts';
import type { HostRepository } from '../run/host.ts';
import { identityClaims } from '../run/identity-claims.ts';
import { JobScope } from '../steps/job-scope.ts';
import { JobSteps } from './job-steps.ts';
import { Masks } from '../log/masks.ts';
import { machineLabels } from '../workflow/machine-labels.ts';
import type { Combination } from '../workflow/matrix.ts';
import type { Permissions } from '../workflow/permissions.ts';
import { permissionsOf } from '../workflow/permissions.ts';
import type { Conclusion, JobResult, Progress } from '../run/results.ts';
import { githubContext } from '../run/run-facts.ts';
import type { GitHubUrls, RunFacts } from '../run/run-facts.ts';
import type { WorkflowRunnerOptions } from '../run/settings.ts';
import { field } from '../workflow/template.ts';
import type { Template, Value } from '../workflow/template.ts';
import type { WorkflowJob } from '../workflow/workflow.ts';

/** A job of a run, with one combination of its matrix. */
export interface JobPlay {
  readonly run: RunFacts;
  readonly job: WorkflowJob;
  readonly name: string;
  readonly matrix: Combination;
  readonly strategy: Readonly<Record<string, Value>>;
  readonly needs: Readonly<Record<string, Value>>;
  /** Private folder of the job. */
  readonly folder: string;
  readonly artifacts: ArtifactIndex;
  readonly cancel: AbortSignal;
  readonly stop: AbortSignal;
}

/** Values that all jobs of a runner share. */
export interface RunnerContext {
  readonly options: WorkflowRunnerOptions;
  readonly repository: HostRepository;
  readonly urls: GitHubUrls;
  readonly now: () => number;
  report(event: Progress): void;
}

/** GitHub's time limit for a job without `timeout-minutes`. */
const DEFAULT_MINUTES = 360;

/** Plays a job with its permissions, token, environment and steps. The token ends with the job. */
export async function playJob(play: JobPlay, runner: RunnerContext): Promise<JobResult> {
  const { run, job } = play;
  const { options, repository } = runner;
  const { github, identity } = options.sandbox;
  const permissions = permissionsOf(run.workflow.permissions, job.permissions, {
    fallback: options.defaultPermissions,
    fork: run.fork,
  });
  const early = { contexts: baseContexts(play, runner) };
  const environment = environmentName(job.environment, (template) => evaluateText(template, early));
  const refused = refusal(play, environment, options, early);
  if (refused !== undefined) return notRun(play, 'failure', refused, environment);
  runner.report({ kind: 'job-started', run: run.id, job: play.name, permissions });
  const token = github.issueToken({
    repository: repository.fullName,
    actor: 'github-actions[bot]',
    kind: 'job',
    permissions,
    label: `${run.workflow.name} / ${play.name}`,
    runId: run.id,
  });
  const request =
    permissions['id-token'] === 'write'
      ? identity.requestToken(identityClaims(run, repository, environment))
      : undefined;
  try {
    return await playSteps(play, runner, { permissions, environment, token, request });
  } finally {
    github.revokeToken(token);
    if (request !== undefined) identity.revoke(request.token);
  }
}

interface Grants {
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  readonly token: string;
  readonly request: { readonly url: string; readonly token: string } | undefined;
}

async function playSteps(play: JobPlay, runner: RunnerContext, grants: Grants): Promise<JobResult> {
  const { run, job } = play;
  const { options, repository } = runner;
  const [, shortName = ''] = repository.fullName.split('/');
  const temp = join(play.folder, '_temp');
  const toolCache = join(play.folder, '_tool');
  const workspace = join(play.folder, shortName, shortName);
  for (const folder of [temp, toolCache, workspace]) await mkdir(folder, { recursive: true });
  const eventPath = join(temp, 'event.json');
  await writeFile(eventPath, JSON.stringify(run.payload, null, 2));

  const settings = grants.environment === undefined ? {} : (options.environments?.[grants.environment] ?? {});
  const secrets = run.fork ? {} : { ...options.secrets, ...settings.secrets };
  const masks = new Masks();
  for (const secret of [grants.token, ...Object.values(secrets)]) masks.add(secret);
  if (grants.request !== undefined) masks.add(grants.request.token);

  const contexts = baseContexts(play, runner);
  const scope = new JobScope({
    machineEnv: options.env,
    github: { ...contexts.github, token: grants.token, job: job.id, workspace, event_path: eventPath },
    secrets: { ...secrets, GITHUB_TOKEN: grants.token },
    variables: { ...options.variables, ...settings.variables },
    inputs: run.inputs,
    needs: play.needs,
    matrix: play.matrix,
    strategy: play.strategy,
    temp,
    toolCache,
    identity:
      grants.request === undefined
        ? {}
        : {
            ACTIONS_ID_TOKEN_REQUEST_URL: grants.request.url,
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: grants.request.token,
          },
  });
  const missing = new Set<string>();
  const late = new AbortController();
  const minutes =
    job.timeoutMinutes === undefined ? DEFAULT_MINUTES : Number(evaluate(job.timeoutMinutes, scope.scope()));
  const timer = setTimeout(
    () => {
      late.abort();
    },
    Math.min(minutes, DEFAULT_MINUTES) * 60_000,
  );
  const about = { run: run.id, job: play.name };
  const steps = new JobSteps(
    {
      scope,
      workspace,
      temp,
      toolCache,
      defaults: [job.defaults, run.workflow.defaults],
      actions: options.actions ?? new Map<string, string>(),
      machine: options.machine,
      github: options.sandbox.github,
      repository,
      serverUrl: runner.urls.server,
      token: grants.token,
      sha: run.sha,
      ref: run.ref,
      runId: run.id,
      artifacts: play.artifacts,
      missing: (what) => missing.add(what),
    },
    {
      masks,
      cancel: AbortSignal.any([play.cancel, late.signal]),
      stop: play.stop,
      now: runner.now,
      onStart: (step) => {
        runner.report({ kind: 'step-started', ...about, step });
      },
      onLine: ({ name, uses }, line) => {
        runner.report({ kind: 'line', ...about, step: name, uses, line });
      },
      onEnd: ({ name, conclusion, durationMs }) => {
        runner.report({ kind: 'step-finished', ...about, step: name, conclusion, durationMs });
      },
    },
  );
  let because: string | undefined;
  let outputs: Readonly<Record<string, string>> = {};
  try {
    scope.env = { ...evaluateTexts(run.workflow.env, scope.scope()) };
    Object.assign(scope.env, evaluateTexts(job.env, scope.scope()));
    await steps.play(job.steps);
    outputs = jobOutputs(job.outputs, scope, masks);
  } catch (error) {
    scope.status = 'failure';
    because = masks.hide(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
  if (late.signal.aborted) because = `The job exceeded its time limit of ${minutes} minutes.`;
  const conclusion: Conclusion = scope.status;
  runner.report({ kind: 'job-finished', ...about, conclusion });
  return {
    id: job.id,
    name: play.name,
    matrix: play.matrix,
    conclusion,
    continueOnError:
      job.continueOnError !== undefined && evaluate(job.continueOnError, scope.scope()) === true,
    permissions: grants.permissions,
    environment: grants.environment,
    outputs,
    steps: steps.results,
    because,
    summary: steps.summary,
    missing: [...missing],
  };
}

/** Makes the result of a job that did not run. */
export function notRun(
  { job, name, matrix }: Pick<JobPlay, 'job' | 'name' | 'matrix'>,
  conclusion: Conclusion,
  because: string,
  environment?: string,
): JobResult {
  return {
    id: job.id,
    name,
    matrix,
    conclusion,
    continueOnError: false,
    permissions: {},
    environment,
    outputs: {},
    steps: [],
    because,
    summary: '',
    missing: [],
  };
}

function baseContexts(
  { run, matrix, strategy, needs }: JobPlay,
  { options, repository, urls }: RunnerContext,
) {
  return {
    github: githubContext(run, repository, urls),
    inputs: run.inputs,
    vars: options.variables ?? {},
    matrix,
    strategy,
    needs,
  };
}

/** Says why GitHub would refuse the machine or the environment of a job; `undefined` when it would not. */
function refusal(
  { run, job }: JobPlay,
  environment: string | undefined,
  options: WorkflowRunnerOptions,
  scope: Scope,
): string | undefined {
  const labels = job.runsOn === undefined ? [] : machineLabels(evaluate(job.runsOn, scope));
  const foreign = labels.find((label) => /^(windows|macos)/i.test(label));
  if (foreign !== undefined) return `the runner does not support ${foreign}`;
  const refs = environment === undefined ? undefined : options.environments?.[environment]?.refs;
  if (refs === undefined || matchesPatterns(refs, run.ref)) return undefined;
  return `"${run.ref}" is not allowed to deploy to ${environment ?? ''} due to environment protection rules.`;
}

function environmentName(
  template: Template | undefined,
  text: (template: Template) => string,
): string | undefined {
  if (template === undefined) return undefined;
  const name = template.kind === 'mapping' ? field(template, 'name') : template;
  const evaluated = name === undefined ? '' : text(name);
  return evaluated === '' ? undefined : evaluated;
}

/** Evaluates the outputs of a job. Like GitHub, drops those that contain a hidden value. */
function jobOutputs(
  template: Template | undefined,
  scope: JobScope,
  masks: Masks,
): Readonly<Record<string, string>> {
  const all = Object.entries(evaluateTexts(template, scope.scope()));
  return Object.fromEntries(all.filter(([, value]) => value !== '' && !masks.hides(value)));
}
