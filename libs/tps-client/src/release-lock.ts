import type { TpsTrouble } from './tps-call.ts';

/** How the answer to one question is waited for. */
export interface LockRequestOptions {
  /** Ends the waiting between attempts. */
  readonly signal?: AbortSignal;
  /** Called before each repetition after passing trouble. */
  readonly onTrouble?: (trouble: TpsTrouble) => void;
}

/** What TPS says to a release that asks for its lock. */
export type LockAnswer =
  | {
      /** Clear to release. */
      readonly kind: 'granted';
      /** Whether the lock is new (201) or this component's own was updated (200). */
      readonly created: boolean;
    }
  | {
      /** A moratorium is in force, or another release holds the lock (409). */
      readonly kind: 'held';
      /** For people: what TPS said, redacted, at most 2 KB. */
      readonly because: string;
      /** When TPS wants to be asked again, if it said so. */
      readonly retryAfterMs?: number;
    };

/** Why a release is waiting, for the person who watches it. Times are milliseconds since the Unix epoch. */
export interface LockWait {
  /** `held`: no lock can be had. `trouble`: TPS does not answer properly. */
  readonly kind: 'held' | 'trouble';
  /** For people, redacted. */
  readonly because: string;
  /** Since when it waits. */
  readonly since: number;
  /** When it asks again. */
  readonly asksAgainAt: number;
  /** When it gives up, at the latest. */
  readonly givesUpAt: number;
}

/** How long to wait for a lock, and who is told. */
export interface WaitForLockOptions {
  /** Milliseconds between two questions, default 15,000; longer when TPS asks for it by `Retry-After`. */
  readonly everyMs?: number;
  /** Milliseconds until it gives up, default 600,000 (10 minutes); 0 asks once. */
  readonly patienceMs?: number;
  /** Ends the waiting; a question in flight is finished. */
  readonly signal?: AbortSignal;
  /** Called before every wait. */
  readonly onWait?: (wait: LockWait) => void;
}

/** How the waiting ended: `held` means that the patience is over and nothing was changed. */
export type LockWaitAnswer = LockAnswer & {
  /** Milliseconds it took. */
  readonly waitedMs: number;
  /** How often TPS answered. */
  readonly asked: number;
};
