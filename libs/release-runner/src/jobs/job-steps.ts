import { join } from 'node:path';
import { CommandFiles, SUMMARY_LIMIT } from '../steps/command-files.ts';
import type { Environment } from '../run/bare-repository.ts';
import { RunnerError } from '../errors.ts';
import { evaluate, evaluateCondition, evaluateText, evaluateTexts } from '../workflow/expressions.ts';
import type { Scope } from '../workflow/expressions.ts';
import type { Masks } from '../log/masks.ts';
import type { Conclusion, StepResult } from '../run/results.ts';
import { StepLog } from '../log/step-log.ts';
import { playStep, runNode } from '../steps/step-player.ts';
import type { JobContext, PostScript, StepPlay } from '../steps/step-player.ts';
import type { Template } from '../workflow/template.ts';
import type { WorkflowStep } from '../workflow/workflow.ts';

/** Options of {@link JobSteps}: masks, signals and listeners. */
export interface StepsOptions {
  readonly masks: Masks;
  /** Cancels the job: the current step is interrupted, and only steps with `always()` or `cancelled()` still run. */
  readonly cancel: AbortSignal;
  /** Stops everything: no further step starts. */
  readonly stop: AbortSignal;
  readonly now: () => number;
  onStart(step: string): void;
  onLine(step: { readonly name: string; readonly uses: string | undefined }, line: string): void;
  onEnd(result: StepResult): void;
}

/** The work of a step when its condition is true. */
type Work = (log: StepLog, signal: AbortSignal) => Promise<WorkEnd>;

interface WorkEnd {
  readonly exitCode: number | undefined;
  readonly because: string;
  readonly outputs: Readonly<Record<string, string>>;
}

interface Ended {
  readonly exitCode: number | undefined;
  readonly outcome: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Plays the steps of a job in order, then the `post` scripts of its actions in reverse order. */
export class JobSteps {
  readonly results: StepResult[] = [];
  readonly #context: JobContext;
  readonly #options: StepsOptions;
  readonly #posts: { readonly name: string; readonly script: PostScript; readonly state: Environment }[] = [];
  #summary = '';

  constructor(context: JobContext, options: StepsOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Summaries of the steps so far. */
  get summary(): string {
    return this.#summary;
  }

  async play(steps: readonly WorkflowStep[]): Promise<void> {
    for (const [index, step] of steps.entries()) await this.#step(step, index);
    for (const [index, post] of this.#posts.reverse().entries()) {
      await this.#attempt(`Post ${post.name}`, { condition: post.script.condition }, async (log, signal) => {
        const files = await CommandFiles.create(join(this.#context.temp, `post-${index}`));
        const state = Object.fromEntries(Object.entries(post.state).map(([k, v]) => [`STATE_${k}`, v]));
        const { script, inputs, stepEnv } = post.script;
        const end = await runNode(
          { stepEnv, files, log, signal },
          script,
          { ...inputs, ...state },
          this.#context,
        );
        return { ...end, outputs: {} };
      });
    }
  }

  async #step(step: WorkflowStep, index: number): Promise<void> {
    const { scope } = this.#context;
    let stepEnv: Environment = {};
    let name = plainName(step);
    let problem: unknown;
    try {
      stepEnv = evaluateTexts(step.env, scope.scope());
      if (step.name !== undefined) name = evaluateText(step.name, scope.scope(stepEnv)) || name;
    } catch (error) {
      problem = error;
    }
    await this.#attempt(name, { step, stepEnv, condition: step.condition }, async (log, signal) => {
      if (problem !== undefined) throw problem as Error;
      const key = `step-${index}`;
      const files = await CommandFiles.create(join(this.#context.temp, key));
      const play: StepPlay = { step, key, stepEnv, files, log, signal };
      const end = await playStep(play, this.#context);
      const writes = await files.read();
      Object.assign(scope.env, end.env, writes.env);
      scope.addPaths([...end.paths, ...writes.paths]);
      this.#summarize(writes.summary, log);
      if (end.post !== undefined) this.#posts.push({ name, script: end.post, state: writes.state });
      return { ...end, outputs: { ...end.outputs, ...writes.outputs } };
    });
  }

  async #attempt(
    name: string,
    about: {
      readonly condition: string;
      readonly step?: WorkflowStep | undefined;
      readonly stepEnv?: Environment | undefined;
    },
    work: Work,
  ): Promise<void> {
    const { scope } = this.#context;
    const { stop, cancel, masks, now } = this.#options;
    if (stop.aborted || cancel.aborted) scope.status = 'cancelled';
    const shown = masks.hide(name);
    const uses = about.step?.work.kind === 'uses' ? about.step.work.uses : undefined;
    const log = new StepLog(masks, (line) => {
      this.#options.onLine({ name: shown, uses }, line);
    });
    const start = now();
    let ended: Ended = { exitCode: undefined, outcome: 'skipped', outputs: {} };
    let conclusion: Conclusion;
    const scoped = () => scope.scope(about.stepEnv);
    try {
      if (!stop.aborted && evaluateCondition(about.condition, scoped())) {
        this.#options.onStart(shown);
        ended = await this.#guarded(about.step?.timeoutMinutes, log, work, scoped);
      }
      conclusion = ended.outcome;
      if (conclusion === 'failure' && truth(about.step?.continueOnError, scoped)) conclusion = 'success';
    } catch (error) {
      log.annotate('error', describe(error));
      ended = { ...ended, outcome: 'failure' };
      conclusion = 'failure';
    }
    if (conclusion === 'failure' && scope.status === 'success') scope.status = 'failure';
    if (conclusion === 'cancelled') scope.status = 'cancelled';
    const id = about.step?.id;
    if (id !== undefined) scope.recordStep(id, ended.outcome, conclusion, ended.outputs);
    const outputs = Object.entries(ended.outputs).map(([key, value]) => [key, masks.hide(value)]);
    const result: StepResult = {
      id,
      name: shown,
      outcome: ended.outcome,
      conclusion,
      exitCode: ended.exitCode,
      outputs: Object.fromEntries(outputs) as Record<string, string>,
      log: log.lines,
      annotations: log.annotations,
      durationMs: now() - start,
    };
    this.results.push(result);
    this.#options.onEnd(result);
  }

  /** Runs the work under its time limit and determines the conclusion. */
  async #guarded(
    minutes: Template | undefined,
    log: StepLog,
    work: Work,
    scoped: () => Scope,
  ): Promise<Ended> {
    const { stop, cancel } = this.#options;
    const late = new AbortController();
    const limit = minutes === undefined ? undefined : Number(evaluate(minutes, scoped()));
    const timer =
      limit === undefined || !(limit > 0)
        ? undefined
        : setTimeout(() => {
            late.abort();
          }, limit * 60_000);
    // A step that runs although the job is cancelled ends only at its own limit, or when the runner stops.
    const ends = cancel.aborted ? [stop, late.signal] : [stop, cancel, late.signal];
    try {
      const end = await work(log, AbortSignal.any(ends)).catch((error: unknown) => {
        log.annotate('error', describe(error));
        return { exitCode: undefined, because: '', outputs: {}, thrown: true };
      });
      const { exitCode, outputs } = end;
      if (exitCode === 0) return { exitCode, outcome: 'success', outputs };
      if (late.signal.aborted) {
        log.annotate('error', `The action has timed out after ${limit ?? 0} minutes.`);
        return { exitCode, outcome: 'failure', outputs };
      }
      if (ends.some((signal) => signal.aborted)) {
        log.annotate('error', 'The operation was canceled.');
        return { exitCode, outcome: 'cancelled', outputs };
      }
      if (!('thrown' in end)) {
        log.annotate(
          'error',
          exitCode === undefined
            ? `Process ended without an exit code: ${end.because}`
            : `Process completed with exit code ${exitCode}.`,
        );
      }
      return { exitCode, outcome: 'failure', outputs };
    } finally {
      clearTimeout(timer);
    }
  }

  #summarize(summary: string, log: StepLog): void {
    if (Buffer.byteLength(summary) > SUMMARY_LIMIT) {
      log.annotate('error', '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k');
      return;
    }
    if (summary !== '')
      this.#summary += this.#options.masks.hide(summary.endsWith('\n') ? summary : `${summary}\n`);
  }
}

function truth(template: Template | undefined, scoped: () => Scope): boolean {
  return template !== undefined && evaluate(template, scoped()) === true;
}

function plainName({ work }: WorkflowStep): string {
  if (work.kind === 'uses') return `Run ${work.uses}`;
  const text = work.script.kind === 'literal' ? String(work.script.value) : 'a script';
  return `Run ${text.trim().split('\n')[0] ?? ''}`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = error instanceof RunnerError && error.hint !== undefined ? ` ${error.hint}` : '';
  return `${error.message}${hint}`;
}
