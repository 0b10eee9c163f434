import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ArtifactIndex } from '../artifacts/artifact-index.ts';
import { BareRepository } from '../run/bare-repository.ts';
import { RunnerError } from '../errors.ts';
import type { Finding } from '../errors.ts';
import type { HostEvent, HostRepository } from '../run/host.ts';
import { unknownError } from '../inspection/inspect.ts';
import { notRun } from '../jobs/job-player.ts';
import type { RunnerContext } from '../jobs/job-player.ts';
import { concurrencyOf, planRun, runScope, runTitle } from '../events/plan-run.ts';
import type { PlannedRun } from '../events/plan-run.ts';
import type { JobResult, RunResult } from '../run/results.ts';
import type { RunFacts } from '../run/run-facts.ts';
import { overall, playRun } from './run-player.ts';
import { RunQueue } from './run-queue.ts';
import type { Queued } from './run-queue.ts';
import type { WorkflowRunnerOptions } from '../run/settings.ts';
import { startingEvents } from '../events/starting-event.ts';
import type { StartingEvent } from '../events/starting-event.ts';
import { startingTrigger } from '../events/triggers.ts';
import { WorkflowFiles } from '../inspection/workflow-files.ts';
import type { WorkflowJob } from '../workflow/workflow.ts';

/** Limit for chains of workflows that `workflow_run` starts. */
const CHAIN_LIMIT = 3;

interface Turn extends Queued {
  readonly run: RunFacts;
  readonly artifacts: ArtifactIndex;
  readonly kept: readonly JobResult[];
  readonly cancel: AbortController;
}

interface Finished {
  readonly result: RunResult;
  readonly turn: Turn;
}

/**
 * Plays GitHub Actions for one repository: listens to its events, starts the runs that GitHub would start, and plays them one after
 * another in order.
 */
export class WorkflowRunner {
  readonly #options: WorkflowRunnerOptions;
  readonly #repository: HostRepository;
  readonly #git: BareRepository;
  readonly #files: WorkflowFiles;
  readonly #context: RunnerContext;
  readonly #queue = new RunQueue<Turn>();
  readonly #stop: AbortSignal;
  readonly #depths = new Map<number, number>();
  readonly #finished = new Map<number, Finished>();
  readonly #results: RunResult[] = [];
  readonly #leftOut = new Set<string>();
  #intake: Promise<void> = Promise.resolve();
  #problems: unknown[] = [];
  #reported = 0;
  #attached = false;

  /** @throws RunnerError `RUNNER_RUN_UNKNOWN` when the host has no such repository */
  constructor(options: WorkflowRunnerOptions) {
    const { sandbox } = options;
    const repository = sandbox.github.repository(options.repository);
    if (repository === undefined) {
      throw new RunnerError('RUNNER_RUN_UNKNOWN', `the sandbox has no repository ${options.repository}`);
    }
    this.#options = options;
    this.#repository = repository;
    this.#git = new BareRepository(repository.git.directory, options.env);
    this.#files = new WorkflowFiles(this.#git, options.workflows);
    this.#stop = options.signal ?? new AbortController().signal;
    this.#context = {
      options,
      repository,
      urls: {
        api: sandbox.endpoints.GITHUB_API_URL,
        graphql: sandbox.endpoints.GITHUB_GRAPHQL_URL,
        server: sandbox.endpoints.GITHUB_SERVER_URL,
      },
      now: options.now ?? (() => performance.now()),
      report: (event) => options.onProgress?.(event),
    };
  }

  /** Results of all runs so far, in the order in which they ended; one result per attempt. */
  get results(): readonly RunResult[] {
    return this.#results;
  }

  /** Listens to the events of the repository from now on. A second call does nothing. */
  attach(): void {
    if (this.#attached) return;
    this.#attached = true;
    this.#options.sandbox.github.onEvent((event) => {
      if (event.repository.toLowerCase() !== this.#repository.fullName.toLowerCase()) return;
      // Sequential, so that runs are created in the order of their events.
      this.#intake = this.#intake
        .then(() => this.#receive(event))
        .catch((error: unknown) => {
          this.#problems.push(error);
        });
    });
  }

  /**
   * Lists everything in the workflows of a revision that the runner does not support, without starting anything.
   *
   * @param revision default: the default branch
   * @throws RunnerError `RUNNER_WORKFLOW_INVALID` when GitHub would reject a file
   */
  async inspect(revision?: string): Promise<readonly Finding[]> {
    const commit = await this.#git.commit(revision ?? `refs/heads/${this.#repository.defaultBranch}`);
    if (commit === undefined) return [];
    const workflows = await this.#files.at(commit);
    const found = await Promise.all(
      workflows.map((workflow) => this.#files.unknown(workflow, commit, this.#actions)),
    );
    return found.flat();
  }

  /**
   * Plays the queued runs, and the runs that they start, until none is left or the signal stops the runner. Returns the runs that ended
   * since the last call, in order. A failed run is a result, not an error.
   *
   * @throws RunnerError `RUNNER_UNKNOWN` or `RUNNER_WORKFLOW_INVALID` for an event whose workflows are not supported or invalid;
   *   none of its runs has started. The next call continues with the other events.
   */
  async drain(): Promise<readonly RunResult[]> {
    for (;;) {
      await this.#settleIntake();
      if (this.#stop.aborted) break;
      const turn = this.#queue.next();
      if (turn === undefined) break;
      try {
        await this.#play(turn);
      } finally {
        this.#queue.done(turn);
      }
    }
    const ended = this.#results.slice(this.#reported);
    this.#reported = this.#results.length;
    return ended;
  }

  /**
   * Queues another attempt of a run, with the same event, commit and workflow file. {@link drain} plays it.
   *
   * @param only `failed` keeps successful jobs with their outputs, unless they need a job that is played again. Default: all jobs.
   * @throws RunnerError `RUNNER_RUN_UNKNOWN` for a run that did not end here
   */
  rerun(runId: number, only: 'all' | 'failed' = 'all'): void {
    const before = this.#finished.get(runId);
    if (before === undefined) {
      throw new RunnerError('RUNNER_RUN_UNKNOWN', `run ${runId} has not ended here`);
    }
    this.#finished.delete(runId);
    const run: RunFacts = { ...before.turn.run, attempt: before.turn.run.attempt + 1 };
    const kept = only === 'failed' ? keptJobs(before.result.jobs, run.workflow.jobs) : [];
    this.#options.sandbox.github.updateRun(runId, { status: 'queued', attempt: run.attempt });
    this.#enqueue(run, { kept, artifacts: new ArtifactIndex(before.turn.artifacts) });
  }

  get #actions(): ReadonlyMap<string, string> {
    return this.#options.actions ?? new Map<string, string>();
  }

  async #settleIntake(): Promise<void> {
    let seen;
    do {
      seen = this.#intake;
      await seen;
    } while (seen !== this.#intake);
    const [problem] = this.#problems;
    this.#problems = this.#problems.slice(1);
    if (problem !== undefined) throw problem as Error;
  }

  async #receive(event: HostEvent): Promise<void> {
    const planned: (readonly [PlannedRun, StartingEvent])[] = [];
    const unknown: Finding[] = [];
    for (const starting of await startingEvents(event, this.#repository, this.#git)) {
      const depth = this.#depthAfter(starting);
      for (const workflow of await this.#files.at(starting.workflowSha)) {
        const trigger = startingTrigger(workflow, starting);
        if (trigger === undefined) continue;
        if (depth > CHAIN_LIMIT) {
          this.#notPlayed(
            workflow.name,
            starting.event,
            `GitHub starts at most ${CHAIN_LIMIT} workflow_run in a chain`,
          );
          continue;
        }
        unknown.push(...(await this.#files.unknown(workflow, starting.workflowSha, this.#actions)));
        planned.push([planRun(workflow, trigger, starting, depth), starting]);
      }
      const { left } = await this.#files.paths(starting.workflowSha);
      for (const path of left) {
        if (this.#leftOut.has(path)) continue;
        this.#leftOut.add(path);
        this.#notPlayed(path, starting.event, 'it is not one of the workflows to play');
      }
    }
    if (unknown.length > 0) throw unknownError(unknown);
    for (const [run, starting] of planned) this.#create(run, starting);
  }

  #depthAfter({ completedRun }: StartingEvent): number {
    return completedRun === undefined ? 0 : (this.#depths.get(completedRun) ?? 0) + 1;
  }

  #notPlayed(workflow: string, event: string, because: string): void {
    this.#context.report({ kind: 'not-played', workflow, event, because });
  }

  #create(planned: PlannedRun, event: StartingEvent): void {
    const { workflow } = planned;
    const title = runTitle(workflow, event.title, this.#scope(planned));
    const { id, number } = this.#options.sandbox.github.createRun({
      repository: this.#repository.fullName,
      workflow: { path: workflow.path, name: workflow.name },
      displayTitle: title,
      event: planned.event,
      headSha: event.headSha,
      headBranch: event.headBranch,
      headRepository: event.headRepository,
      actor: planned.actor,
      ...(event.runId === undefined ? {} : { id: event.runId }),
    });
    this.#depths.set(id, planned.depth);
    const run: RunFacts = { ...planned, id, number, title };
    this.#enqueue(run, { kept: [], artifacts: new ArtifactIndex() });
  }

  #enqueue(run: RunFacts, more: Pick<Turn, 'kept' | 'artifacts'>): void {
    const cancel = new AbortController();
    const turn: Turn = {
      run,
      ...more,
      cancel,
      ...concurrencyOf(run.workflow.concurrency, this.#scope(run)),
      stop: (because) => {
        cancel.abort(because);
      },
    };
    this.#context.report({ kind: 'run-queued', run: run.id, workflow: run.workflow.name, title: run.title });
    for (const cancelled of this.#queue.add(turn)) {
      const because = `a newer run of the concurrency group ${cancelled.group ?? ''}`;
      const jobs = cancelled.run.workflow.jobs.map((job) =>
        notRun({ job, name: job.id, matrix: {} }, 'cancelled', because),
      );
      this.#end(cancelled, jobs);
    }
  }

  async #play(turn: Turn): Promise<void> {
    const { run } = turn;
    this.#options.sandbox.github.updateRun(run.id, { status: 'in_progress' });
    this.#context.report({
      kind: 'run-started',
      run: run.id,
      workflow: run.workflow.name,
      path: run.workflow.path,
      title: run.title,
    });
    const play = {
      run,
      folder: join(this.#options.workRoot, `run-${run.id}-${run.attempt}`),
      artifacts: turn.artifacts,
      kept: turn.kept,
      cancel: turn.cancel.signal,
      stop: this.#stop,
    };
    const jobs = await playRun(play, this.#context).catch((error: unknown) => {
      this.#options.sandbox.github.updateRun(run.id, { status: 'completed', conclusion: 'failure' });
      throw error;
    });
    this.#end(turn, jobs);
  }

  #end(turn: Turn, jobs: readonly JobResult[]): void {
    const { run } = turn;
    const conclusion = overall(jobs);
    const result: RunResult = {
      id: run.id,
      attempt: run.attempt,
      workflow: run.workflow.name,
      path: run.workflow.path,
      title: run.title,
      event: run.event,
      ref: run.ref,
      sha: run.sha,
      actor: run.actor,
      conclusion,
      jobs,
      summary: jobs.map((job) => job.summary).join(''),
      missing: [...new Set(jobs.flatMap((job) => job.missing))],
    };
    this.#results.push(result);
    this.#finished.set(run.id, { result, turn });
    this.#context.report({ kind: 'run-finished', run: run.id, workflow: run.workflow.name, conclusion });
    this.#options.sandbox.github.updateRun(run.id, { status: 'completed', conclusion });
  }

  #scope(run: PlannedRun & Partial<RunFacts>) {
    return runScope(run, this.#repository, this.#context.urls, this.#options.variables ?? {});
  }
}

/** Returns the results that a re-run of failed jobs keeps: successful jobs that need no job that is played again. */
function keptJobs(results: readonly JobResult[], jobs: readonly WorkflowJob[]): readonly JobResult[] {
  const again = new Set(
    results.filter((result) => result.conclusion !== 'success').map((result) => result.id),
  );
  for (let size = -1; size !== again.size;) {
    size = again.size;
    for (const job of jobs) if (job.needs.some((need) => again.has(need))) again.add(job.id);
  }
  return results.filter((result) => !again.has(result.id));
}
