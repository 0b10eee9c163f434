import type { TpsRetry } from './tps-request.ts';

/** Options of `TpsClient.requestLock`. */
export interface LockRequestOptions {
  /** Aborts the wait between attempts. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each retry of a transient failure. */
  readonly onRetry?: ((retry: TpsRetry) => void) | undefined;
}

/** Answer of TPS to a lock request. */
export type LockAnswer =
  | {
      /** The release may go ahead. */
      readonly kind: 'granted';
      /** `true` for a new lock (201), `false` when the component's own lock was updated (200). */
      readonly created: boolean;
    }
  | {
      /** A moratorium is in force, or another release holds the lock (409). */
      readonly kind: 'held';
      /** The message of TPS for people, redacted, at most 2 KB. */
      readonly because: string;
      /** Milliseconds until the next request, if TPS sent `Retry-After`. */
      readonly retryAfterMs?: number | undefined;
    };

/** One wait for the lock, to show to a person. Times are milliseconds since the Unix epoch. */
export interface LockWait {
  /** `held`: TPS refuses the lock for now. `unavailable`: TPS cannot be reached or fails. */
  readonly kind: 'held' | 'unavailable';
  /** The reason for people, redacted. */
  readonly because: string;
  /** When the waiting began. */
  readonly since: number;
  /** When the next request is sent. */
  readonly asksAgainAt: number;
  /** When the waiting ends at the latest. */
  readonly givesUpAt: number;
}

/** Options of `TpsClient.waitForLock`. */
export interface WaitForLockOptions {
  /** Milliseconds between two requests, default 15,000; longer when TPS sends a longer `Retry-After`. */
  readonly everyMs?: number | undefined;
  /** Milliseconds until it gives up, default 600,000 (10 minutes); 0 sends one request. */
  readonly patienceMs?: number | undefined;
  /** Aborts the wait; a request in flight is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Called before every wait. */
  readonly onWait?: ((wait: LockWait) => void) | undefined;
}

/** The last answer of TPS; `held` means that the patience ran out and nothing changed. */
export type LockWaitAnswer = LockAnswer & {
  /** Milliseconds of waiting. */
  readonly waitedMs: number;
  /** Number of answers from TPS. */
  readonly asked: number;
};
