import { join } from 'node:path';
import type { ArtifactIndex } from '../artifacts/artifact-index.ts';
import { RunnerError } from '../errors.ts';
import { evaluate, evaluateCondition, evaluateText } from '../workflow/expressions.ts';
import type { Scope, Status } from '../workflow/expressions.ts';
import { playJob, notRun } from '../jobs/job-player.ts';
import type { RunnerContext, JobPlay } from '../jobs/job-player.ts';
import { combinationName, expandMatrix } from '../workflow/matrix.ts';
import type { Conclusion, JobResult } from '../run/results.ts';
import { githubContext } from '../run/run-facts.ts';
import type { RunFacts } from '../run/run-facts.ts';
import { field } from '../workflow/template.ts';
import type { Value } from '../workflow/template.ts';
import type { WorkflowJob } from '../workflow/workflow.ts';

/** A run to play. */
export interface RunPlay {
  readonly run: RunFacts;
  readonly folder: string;
  readonly artifacts: ArtifactIndex;
  /** Results of an earlier attempt that are kept. */
  readonly kept: readonly JobResult[];
  readonly cancel: AbortSignal;
  readonly stop: AbortSignal;
}

/** Plays the jobs of a run one after another, in the order of the file, each after the jobs that it needs. */
export async function playRun(play: RunPlay, runner: RunnerContext): Promise<readonly JobResult[]> {
  const { jobs } = play.run.workflow;
  const done = new Map<string, readonly JobResult[]>();
  while (done.size < jobs.length) {
    const next = jobs.find((job) => !done.has(job.id) && job.needs.every((need) => done.has(need)));
    if (next === undefined)
      throw new RunnerError('RUNNER_WORKFLOW_INVALID', 'the jobs need each other in a circle');
    const kept = play.kept.filter((result) => result.id === next.id);
    done.set(next.id, kept.length > 0 ? kept : await playJobOfRun(next, done, play, runner));
  }
  return jobs.flatMap((job) => done.get(job.id) ?? []);
}

type Done = ReadonlyMap<string, readonly JobResult[]>;

async function playJobOfRun(
  job: WorkflowJob,
  done: Done,
  play: RunPlay,
  runner: RunnerContext,
): Promise<readonly JobResult[]> {
  const { run } = play;
  const needs = Object.fromEntries(job.needs.map((id) => [id, needOf(done.get(id) ?? [])]));
  const scope: Scope = {
    status: play.cancel.aborted ? 'cancelled' : statusOfAncestors(job, run.workflow.jobs, done),
    contexts: {
      github: githubContext(run, runner.repository, runner.urls),
      inputs: run.inputs,
      vars: runner.options.variables ?? {},
      needs,
    },
  };
  const named = { job, name: plainName(job), matrix: {} };
  if (play.stop.aborted) return [notRun(named, 'cancelled', 'the runner was stopped')];
  try {
    if (!evaluateCondition(job.condition, scope)) {
      const conclusion = play.cancel.aborted ? 'cancelled' : 'skipped';
      return [notRun(named, conclusion, `its condition is not true: ${job.condition}`)];
    }
    return await playCombinations(job, needs, scope, play, runner);
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    return [notRun(named, 'failure', error.message)];
  }
}

async function playCombinations(
  job: WorkflowJob,
  needs: Readonly<Record<string, Value>>,
  scope: Scope,
  play: RunPlay,
  runner: RunnerContext,
): Promise<readonly JobResult[]> {
  const matrix = field(job.strategy, 'matrix');
  const failFastTemplate = field(job.strategy, 'fail-fast');
  const failFast = failFastTemplate === undefined || evaluate(failFastTemplate, scope) !== false;
  const combinations = expandMatrix(matrix === undefined ? undefined : evaluate(matrix, scope));
  const results: JobResult[] = [];
  for (const [index, combination] of combinations.entries()) {
    const strategy = {
      'fail-fast': failFast,
      'job-index': index,
      'job-total': combinations.length,
      'max-parallel': combinations.length,
    };
    const contexts = { ...scope.contexts, matrix: combination, strategy };
    const given = job.name === undefined ? '' : evaluateText(job.name, { ...scope, contexts });
    // GitHub appends the combination unless the name contains an expression.
    const own =
      given === '' || job.name?.kind === 'literal' ? combinationName(given || job.id, combination) : given;
    const one: JobPlay = {
      run: play.run,
      job,
      name: own,
      matrix: combination,
      strategy,
      needs,
      folder: join(play.folder, `${job.id}-${index}`),
      artifacts: play.artifacts,
      cancel: play.cancel,
      stop: play.stop,
    };
    const failed = results.some((result) => result.conclusion === 'failure' && !result.continueOnError);
    if (failFast && failed) results.push(notRun(one, 'cancelled', 'another job of its matrix failed'));
    else if (play.cancel.aborted && index > 0)
      results.push(notRun(one, 'cancelled', 'the run was cancelled'));
    else results.push(await playJob(one, runner));
  }
  return results;
}

function plainName(job: WorkflowJob): string {
  return job.name?.kind === 'literal' && job.name.value !== null ? String(job.name.value) : job.id;
}

/** Builds the entry of a job in the `needs` context. */
function needOf(results: readonly JobResult[]): Value {
  return {
    result: overall(results),
    outputs: Object.assign({}, ...results.map((result) => result.outputs)) as Value,
  };
}

/** Returns the conclusion of a matrix or a run. */
export function overall(results: readonly JobResult[]): Conclusion {
  const conclusions = results.map(({ conclusion, continueOnError }) =>
    conclusion === 'failure' && continueOnError ? 'success' : conclusion,
  );
  if (conclusions.includes('failure')) return 'failure';
  if (conclusions.includes('cancelled')) return 'cancelled';
  return conclusions.includes('success') ? 'success' : 'skipped';
}

/** Returns the status for `success()` and `failure()`, which consider all ancestors of a job, not only its `needs`. */
function statusOfAncestors(job: WorkflowJob, jobs: readonly WorkflowJob[], done: Done): Status {
  const ancestors = new Set<string>();
  const visit = (ids: readonly string[]) => {
    for (const id of ids) {
      if (ancestors.has(id)) continue;
      ancestors.add(id);
      visit(jobs.find((candidate) => candidate.id === id)?.needs ?? []);
    }
  };
  visit(job.needs);
  const conclusions = [...ancestors].map((id) => overall(done.get(id) ?? []));
  for (const status of ['failure', 'cancelled', 'skipped'] as const) {
    if (conclusions.includes(status)) return status;
  }
  return 'success';
}
