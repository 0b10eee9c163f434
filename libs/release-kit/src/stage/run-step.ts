import { effectOf, isCodedError, kindOf } from '../release-error.ts';
import type { BoundStep } from './bound-step.ts';
import { Fail, PLANNED, Refuse, Wait } from './decision.ts';
import type { CheckDecision } from './decision.ts';
import type { ReportedError, StepReport } from './report.ts';
import type { RunStageOptions } from './run-options.ts';
import type { StepIo } from './step.ts';

/** How a step ended, and what that means for the steps behind it. */
export interface StepResult {
  readonly report: StepReport;
  readonly fact?: unknown;
  /** Present when no later step runs: how the report shows each of them. */
  readonly over?: Pick<StepReport, 'outcome' | 'because'>;
}

/** How often a write with a doubtful answer is tried in all, each time after checking that it did not land. */
const TRIES = 3;

/** Runs one step: observes and decides, waits, acts, and observes again after a doubtful answer. Never throws. */
export async function runStep(
  stage: string,
  step: BoundStep,
  facts: object,
  options: RunStageOptions,
): Promise<StepResult> {
  return await new StepRun(stage, step, facts, options).run();
}

class StepRun {
  readonly #stage: string;
  readonly #step: BoundStep;
  readonly #facts: object;
  readonly #options: RunStageOptions;
  readonly #started: number;
  readonly #notes: string[] = [];
  #first: StepReport['decision'];
  #waits = 0;
  #waitingSince: number | undefined;
  #tries = 0;
  #answerLost = false;

  constructor(stage: string, step: BoundStep, facts: object, options: RunStageOptions) {
    this.#stage = stage;
    this.#step = step;
    this.#facts = facts;
    this.#options = options;
    this.#started = options.clock.now();
  }

  async run(): Promise<StepResult> {
    const { reporter } = this.#options;
    reporter.report({ kind: 'step-started', stage: this.#stage, step: this.#step.name });
    try {
      for (let again = false; ; again = true) {
        const result = await this.#once(this.#io(again));
        if (result !== undefined) return result;
      }
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** One round; undefined when the state is to be observed again. */
  async #once(io: StepIo): Promise<StepResult | undefined> {
    if (this.#interrupted()) return this.#cancelled();
    // The builder has compared the step's types with these facts.
    const { decision, act } = await this.#step.assess(this.#facts as never, io);
    this.#first ??= decision.kind === 'finished' ? 'settled' : decision.kind;
    if (decision.kind !== 'act') return await this.#conclude(decision);
    if (this.#options.mode === 'plan') return this.#end('would-act', decision.because, { fact: PLANNED });
    // The interruption may have come during the observation.
    if (this.#interrupted()) return this.#cancelled();
    this.#tries += 1;
    let answer: unknown;
    try {
      answer = await act?.(io);
    } catch (error) {
      if (effectOf(error) === 'none' || this.#tries >= TRIES) throw error;
      this.#answerLost = true;
      io.progress(`the answer was lost (${messageOf(error)}); checking whether the write landed`);
      return undefined;
    }
    if (answer instanceof Fail) throw answer.error;
    if (answer instanceof Refuse) return this.#refused(answer);
    if (answer instanceof Wait) {
      this.#tries = 0;
      return await this.#wait(answer);
    }
    return this.#end('done', decision.because, { fact: answer, did: decision.done });
  }

  async #conclude(decision: CheckDecision<unknown>): Promise<StepResult | undefined> {
    switch (decision.kind) {
      case 'settled': {
        this.#notes.push(...decision.notes);
        const { fact, because } = decision;
        if (!this.#answerLost) return this.#end('settled', because, { fact });
        return this.#end('done', `${because} (found after a lost answer)`, { fact });
      }
      case 'finished': {
        const { fact, because } = decision;
        return this.#end('settled', because, { fact, over: { outcome: 'settled', because } });
      }
      case 'refuse':
        return this.#refused(decision);
      case 'fail':
        throw decision.error;
      case 'wait':
        return await this.#wait(decision);
    }
  }

  /** Sleeps, or ends the step once the patience is over. A dry run does not wait. */
  async #wait(wait: Wait<unknown>): Promise<StepResult | undefined> {
    const { clock, mode, reporter, signal } = this.#options;
    const { everyMs, patienceMs, growth = 1, longestMs = Infinity } = wait.timing;
    this.#waitingSince ??= clock.now();
    const waitedMs = clock.now() - this.#waitingSince;
    const givesUpInMs = patienceMs - waitedMs;
    if (mode === 'plan' || givesUpInMs <= 0) {
      if (wait.otherwise !== undefined) return await this.#conclude(wait.otherwise);
      const gaveUp = mode === 'plan' ? '' : `; gave up after ${Math.round(waitedMs / 1000)} s`;
      return this.#end('held', `${wait.because}${gaveUp}`);
    }
    const nextInMs = Math.min(everyMs * growth ** this.#waits, longestMs, givesUpInMs);
    this.#waits += 1;
    const { because } = wait;
    const where = { stage: this.#stage, step: this.#step.name };
    reporter.report({ kind: 'waiting', ...where, because, waitedMs, nextInMs, givesUpInMs });
    await clock.sleep(nextInMs, signal);
    return undefined;
  }

  #interrupted(): boolean {
    return this.#options.signal.aborted;
  }

  #cancelled(): StepResult {
    return this.#end('cancelled', 'interrupted before this step began a write');
  }

  #refused({ code, because, hint }: Refuse): StepResult {
    const error = {
      code,
      message: because,
      kind: 'refused' as const,
      ...(hint === undefined ? {} : { hint }),
    };
    return this.#end('refused', because, { error });
  }

  #failed(error: unknown): StepResult {
    if (this.#interrupted() && !isCodedError(error)) {
      return this.#end('cancelled', 'interrupted while waiting');
    }
    const shown = reported(error);
    return this.#end(shown.kind === 'refused' ? 'refused' : 'failed', messageOf(error), { error: shown });
  }

  #io(again: boolean): StepIo {
    const { clock, reporter, signal } = this.#options;
    const where = { stage: this.#stage, step: this.#step.name };
    return {
      signal,
      clock,
      again,
      progress: (message) => {
        reporter.report({ kind: 'progress', ...where, message });
      },
      note: (message) => {
        this.#notes.push(message);
      },
    };
  }

  #end(
    outcome: StepReport['outcome'],
    because: string,
    more: {
      readonly fact?: unknown;
      readonly did?: string | undefined;
      readonly error?: ReportedError;
      readonly over?: StepResult['over'];
    } = {},
  ): StepResult {
    const { clock, reporter } = this.#options;
    // A report becomes JSON: what does not apply is absent.
    const report: StepReport = {
      stage: this.#stage,
      step: this.#step.name,
      outcome,
      ...(this.#first === undefined ? {} : { decision: this.#first }),
      because,
      ...(more.did === undefined ? {} : { did: more.did }),
      durationMs: clock.now() - this.#started,
      ...(this.#notes.length === 0 ? {} : { notes: this.#notes }),
      ...(more.error === undefined ? {} : { error: more.error }),
    };
    reporter.report({ kind: 'step-ended', report });
    const goesOn = outcome === 'settled' || outcome === 'done' || outcome === 'would-act';
    const over = goesOn ? more.over : NOT_RUN;
    return { report, fact: more.fact, ...(over === undefined ? {} : { over }) };
  }
}

const NOT_RUN = { outcome: 'not-run', because: 'an earlier step did not succeed' } as const;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reported(error: unknown): ReportedError {
  if (isCodedError(error)) {
    const { code, message, hint } = error;
    return { code, message, kind: kindOf(error), ...(hint === undefined ? {} : { hint }) };
  }
  return {
    code: 'UNEXPECTED',
    message: messageOf(error),
    kind: 'failed',
    hint: 'This is a defect of heroku-release; please report it.',
  };
}
