import type { Clock } from './clock.ts';

/** A permission of a CI job that a step needs, in the words of a workflow's `permissions` key. */
export type Right =
  | 'contents: read'
  | 'contents: write'
  | 'pull-requests: read'
  | 'pull-requests: write'
  | 'actions: read'
  | 'actions: write'
  | 'id-token: write';

/** The far side cannot be asked what it holds. */
export class Unobservable {
  readonly because: string;

  constructor(because: string) {
    this.because = because;
  }
}

/** Not now: ask again later. Repeated by the clock up to the patience; then the stage is held. */
export class Wait {
  readonly kind = 'wait';
  readonly because: string;
  /** Milliseconds until the next try. */
  readonly everyMs: number;
  /** Milliseconds after the first wait at which to give up. */
  readonly patienceMs: number;

  constructor(because: string, timing: { readonly everyMs: number; readonly patienceMs: number }) {
    this.because = because;
    this.everyMs = timing.everyMs;
    this.patienceMs = timing.patienceMs;
  }
}

/** The world contradicts the plan: a person must decide. Nothing was changed by this step. */
export class Refuse {
  readonly kind = 'refuse';
  readonly code: string;
  readonly because: string;
  readonly hint: string | undefined;

  constructor(code: string, because: string, hint?: string) {
    this.code = code;
    this.because = because;
    this.hint = hint;
  }
}

/** What a step makes of what it saw. Every decision carries its reason. */
export type Decision<Action> =
  | {
      readonly kind: 'settled';
      readonly because: string;
      /** Nothing that follows in this stage applies: the stage is over. */
      readonly endsStage?: boolean;
    }
  | {
      readonly kind: 'act';
      readonly because: string;
      readonly action: Action;
      /** What a person reads once it is done, such as `pushed release-v1.2.0`; default: the reason. */
      readonly done?: string;
    }
  | Wait
  | Refuse;

/** The world already is as it should be. */
export function settled(because: string, options: { readonly endsStage?: boolean } = {}): Decision<never> {
  return { kind: 'settled', because, ...options };
}

/** There is something to do, and why; `done` is what a person reads afterwards, such as `pushed release-v1.2.0`. */
export function act<Action>(action: Action, because: string, done?: string): Decision<Action> {
  return { kind: 'act', because, action, ...(done === undefined ? {} : { done }) };
}

/** What a step may use beside its own collaborators. */
export interface StepIo {
  /** Aborted when the run is interrupted. For reads and waits; a write in flight is finished. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /**
   * 0 for the first look of this step; higher when it looks again after a wait or a lost answer. What an earlier step learnt is
   * good enough for the first look only.
   */
  readonly look: number;
  /** Tells a person what is going on, for anything over a second. */
  progress(message: string): void;
  /** Adds a lasting remark to the step's report: a warning, a doubt that a person must know of. */
  note(message: string): void;
}

/**
 * One effect of a release: look, decide, act. A re-run is the normal case, so every step must find out by `observe` whether it
 * was done before.
 */
export interface Step<Context, Seen = unknown, Action = unknown> {
  readonly name: string;
  /** The job permissions it needs; the one source for workflows, docs and permission tests. */
  readonly needs: readonly Right[];
  /** Cannot be taken back. Once such a step is settled, a later failure leaves the release `incomplete`, not `failed`. */
  readonly irreversible?: boolean;
  /** Reads only. */
  observe(context: Context, io: StepIo): Promise<Seen | Unobservable>;
  /** Pure. */
  decide(context: Context, seen: Seen | Unobservable): Decision<Action>;
  /** The write. Answers with what it saw; a validated success answer is the second look. */
  act(action: Action, io: StepIo): Promise<Seen | Wait | Refuse>;
  /** Ids and hashes that later steps need. */
  learn(context: Context, seen: Seen): Context;
}

/** A list of steps; those of an inner list may run side by side. */
export interface Stage<Context> {
  readonly name: string;
  /** The steps in their order, from what is known at the start. The same context gives the same steps. */
  steps(context: Context): readonly (Step<Context> | readonly Step<Context>[])[];
}
