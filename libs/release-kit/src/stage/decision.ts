import type { ReleaseError } from '../release-error.ts';

/** When to check again, and for how long. Milliseconds. */
export interface WaitTiming {
  /** Pause before the next check. */
  readonly everyMs: number;
  /** Counted from the first wait of the step. */
  readonly patienceMs: number;
  /** Factor by which each pause grows. Default 1. */
  readonly growth?: number | undefined;
  /** Longest pause. Default: no limit. */
  readonly longestMs?: number | undefined;
}

/** Not yet: check again later. The runner waits; without `otherwise` the stage is held once the patience ends. */
export class Wait<Fact = never> {
  readonly kind = 'wait';
  readonly because: string;
  readonly timing: WaitTiming;
  /** What is decided once the patience ends, and at once in a dry run. Default: the stage is held. */
  readonly otherwise: Settled<Fact> | Refuse | Fail | undefined;

  constructor(because: string, timing: WaitTiming, otherwise?: Settled<Fact> | Refuse | Fail) {
    this.because = because;
    this.timing = timing;
    this.otherwise = otherwise;
  }
}

/** The state of the world contradicts the plan: a person must decide. This step changed nothing. */
export class Refuse {
  readonly kind = 'refuse';
  readonly code: string;
  readonly because: string;
  /** The next command or decision. */
  readonly hint: string | undefined;

  constructor(code: string, because: string, hint?: string) {
    this.code = code;
    this.because = because;
    this.hint = hint;
  }
}

/** The step failed in a way that its decision can name. */
export class Fail {
  readonly kind = 'fail';
  readonly error: ReleaseError;

  constructor(error: ReleaseError) {
    this.error = error;
  }
}

/** Nothing is left to do for this step. Later steps receive the fact. */
export interface Settled<Fact> {
  readonly kind: 'settled';
  readonly because: string;
  readonly fact: Fact;
  /** Lasting remarks for the report. */
  readonly notes: readonly string[];
}

/** The stage is over: no later step applies. */
export interface Finished<Fact> {
  readonly kind: 'finished';
  readonly because: string;
  /** For the report; no later step runs. */
  readonly fact: Fact | undefined;
}

/** There is something to do. */
export interface Act<Action> {
  readonly kind: 'act';
  readonly because: string;
  readonly action: Action;
  /** Shown once it is done, such as `pushed release-v1.2.0`; default: the reason. */
  readonly done: string | undefined;
}

/** Decision of a check, with its reason. */
export type CheckDecision<Fact> = Settled<Fact> | Finished<Fact> | Wait<Fact> | Refuse | Fail;

/** Decision of an effect, with its reason. */
export type EffectDecision<Fact, Action> = CheckDecision<Fact> | Act<Action>;

/** The state already is as it should be; `fact` is what later steps receive. */
export function settled<Fact>(fact: Fact, because: string, notes: readonly string[] = []): Settled<Fact> {
  return { kind: 'settled', because, fact, notes };
}

/** Nothing that follows in this stage applies. The fact, where there is one, is for the report. */
export function finished<Fact = never>(because: string, fact?: Fact): Finished<Fact> {
  return { kind: 'finished', because, fact };
}

/** There is something to do, and why; `done` is shown afterwards, such as `pushed release-v1.2.0`. */
export function act<Action>(action: Action, because: string, done?: string): Act<Action> {
  return { kind: 'act', because, action, done };
}

/** Stands for the fact of an effect that a dry run only planned. Never occurs when steps are applied. */
export const PLANNED = Symbol('planned');

/** Type of {@link PLANNED}. */
export type Planned = typeof PLANNED;

/** Facts as they are while steps are applied: every earlier effect has happened. */
export type Applied<Facts> = { readonly [Key in keyof Facts]: Exclude<Facts[Key], Planned> };
