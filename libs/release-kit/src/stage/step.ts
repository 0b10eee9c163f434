import type { Clock } from '../clock.ts';
import type { Applied, CheckDecision, EffectDecision, Fail, Refuse, Wait } from './decision.ts';

/** A permission of a CI job that a step needs, in the words of a workflow's `permissions` key. */
export type Right =
  | 'contents: read'
  | 'contents: write'
  | 'pull-requests: read'
  | 'pull-requests: write'
  | 'actions: read'
  | 'actions: write'
  | 'id-token: write';

/** The service offers no way to ask what it holds, so its state cannot be observed. */
export class Unobservable {
  readonly because: string;

  constructor(because: string) {
    this.because = because;
  }
}

/** Services of the runner that a step may use. */
export interface StepIo {
  /** Aborted when the run is interrupted. For reads and waits; a write in flight is finished. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /**
   * True when the state is observed again, after a wait or a lost answer. The facts of earlier steps are fresh enough for the first
   * observation only.
   */
  readonly again: boolean;
  /** Reports progress, for anything that takes over a second. */
  progress(message: string): void;
  /** Adds a lasting remark to the step's report: a warning, or a doubt a person must know of. */
  note(message: string): void;
}

/** A step that only reads: observe, then decide. `Facts` is what it needs from earlier steps, `Fact` what it gives to later ones. */
export interface CheckStep<Facts, Seen, Fact> {
  /** The job permissions it needs: the one source for workflows, docs and permission tests. */
  readonly needs: readonly Right[];
  /** Reads only. */
  readonly observe: (facts: Facts, io: StepIo) => Promise<Seen>;
  /** Pure. */
  readonly decide: (facts: Facts, seen: Seen) => CheckDecision<Fact>;
}

/**
 * A step that writes: observe, decide, act. A re-run is the normal case, so `observe` must find out whether the effect already
 * happened.
 */
export interface EffectStep<Facts, Seen, Action, Fact> {
  /** The job permissions it needs: the one source for workflows, docs and permission tests. */
  readonly needs: readonly Right[];
  /** Cannot be taken back. Once such a step is settled, a later failure leaves the release `incomplete`, not `failed`. */
  readonly irreversible?: boolean;
  /** Reads only. */
  readonly observe: (facts: Facts, io: StepIo) => Promise<Seen>;
  /** Pure. */
  readonly decide: (facts: Facts, seen: Seen) => EffectDecision<Fact, Action>;
  /**
   * The write. A validated success answer counts as the second observation, so it returns the fact. A `Fail` ends the step whatever its
   * error's effect, for writes that cannot be observed.
   */
  readonly act: (action: Action, facts: Applied<Facts>, io: StepIo) => Promise<Fact | Wait | Refuse | Fail>;
}

/** Declares a check. Its types follow from the annotations of `observe` and `decide`. */
export function check<Facts, Seen, Fact>(step: CheckStep<Facts, Seen, Fact>): CheckStep<Facts, Seen, Fact> {
  return step;
}

/** Declares an effect. Its types follow from the annotations of `observe`, `decide` and `act`. */
export function effect<Facts, Seen, Action, Fact>(
  step: EffectStep<Facts, Seen, Action, Fact>,
): EffectStep<Facts, Seen, Action, Fact> {
  return step;
}

/** A step of a stage. */
export type Step<Facts = never, Seen = unknown, Action = unknown, Fact = unknown> =
  CheckStep<Facts, Seen, Fact> | EffectStep<Facts, Seen, Action, Fact>;
