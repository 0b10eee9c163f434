import type { Clock } from '@heroku-release/release-kit';
import { TpsError, type TpsErrorCode } from './errors.ts';
import { isCommitSha, isComponentSlug, type TpsTarget } from './target.ts';
import {
  said,
  type TpsAnswer,
  TpsTransport,
  type TpsTransportOptions,
  type TpsTrouble,
} from './tps-transport.ts';

/** How a {@link TpsClient} is made. */
export interface TpsClientOptions extends TpsTransportOptions {
  /** Milliseconds for which passing trouble of one question is repeated, default 120,000. */
  readonly troubleBudgetMs?: number;
}

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

const TOKEN_HINT =
  'Check TPS_API_TOKEN (or TPS_API_TOKEN_PARAM): it must be valid and have rights for this component.';

/**
 * The release lock of TPS, which is also the check for a moratorium (change freeze). TPS cannot be asked which locks it holds,
 * and knows no call that gives one back.
 *
 * Making a client can throw `TPS_ENDPOINT_INVALID` and `TPS_TOKEN_MISSING`.
 */
export class TpsClient {
  readonly #clock: Clock;
  readonly #transport: TpsTransport;
  readonly #troubleBudgetMs: number;

  constructor(options: TpsClientOptions) {
    this.#clock = options.clock;
    this.#transport = new TpsTransport(options);
    this.#troubleBudgetMs = options.troubleBudgetMs ?? 120_000;
  }

  /**
   * Asks once for the lock of a release. Asking again for the same commit is safe and answers `granted`, not `created`.
   *
   * Errors: `TPS_REQUEST_INVALID`, `TPS_TOKEN_REFUSED`, `TPS_NOT_FOUND`, `TPS_REQUEST_REFUSED`, `TPS_REDIRECTED`,
   * `TPS_UNKNOWN_ANSWER`, `TPS_UNAVAILABLE`; the reason of `signal` when that ended it.
   */
  async requestLock(target: TpsTarget, options: LockRequestOptions = {}): Promise<LockAnswer> {
    checkTarget(target);
    const answer = await this.#transport.send({
      method: 'PUT',
      path: '/api/ctc',
      body: { lock: { sha: target.sha, component_slug: target.component } },
      budgetMs: this.#troubleBudgetMs,
      signal: options.signal,
      onTrouble: options.onTrouble,
    });
    if (answer.status === 201) return { kind: 'granted', created: true };
    if (answer.status === 200) return { kind: 'granted', created: false };
    if (answer.status === 409) {
      const because = `${said(409, answer.body)} (a moratorium is in force, or another release holds the lock)`;
      const { retryAfterMs } = answer;
      return { kind: 'held', because, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    throw refusal(target, answer);
  }

  /**
   * Asks for the lock until it is granted or the patience is over; then the answer is `held`, everything is as it was, and a
   * later call just continues. It gives up early when TPS asks for a pause that goes beyond the patience. Errors as
   * {@link requestLock}; none of them is waited out but passing trouble.
   */
  async waitForLock(target: TpsTarget & WaitForLockOptions): Promise<LockWaitAnswer> {
    const { everyMs = 15_000, patienceMs = 600_000, signal, onWait } = target;
    const since = this.#clock.now();
    const givesUpAt = since + patienceMs;
    for (let asked = 1; ; asked += 1) {
      signal?.throwIfAborted();
      const answer = await this.requestLock(target, this.#watched({ since, signal, onWait }));
      const now = this.#clock.now();
      const result = { ...answer, asked, waitedMs: now - since };
      if (answer.kind === 'granted' || now >= givesUpAt) return result;
      if ((answer.retryAfterMs ?? 0) > givesUpAt - now) return result;
      const waitMs = Math.min(Math.max(everyMs, answer.retryAfterMs ?? 0), givesUpAt - now);
      onWait?.({ kind: 'held', because: answer.because, since, asksAgainAt: now + waitMs, givesUpAt });
      await this.#clock.sleep(waitMs, signal);
    }
  }

  #watched(watch: {
    since: number;
    signal: AbortSignal | undefined;
    onWait: WaitForLockOptions['onWait'] | undefined;
  }): LockRequestOptions {
    const onTrouble = (trouble: TpsTrouble) => {
      const { because, waitMs, givesUpAt } = trouble;
      const asksAgainAt = this.#clock.now() + waitMs;
      watch.onWait?.({ kind: 'trouble', because, since: watch.since, asksAgainAt, givesUpAt });
    };
    return { onTrouble, ...(watch.signal === undefined ? {} : { signal: watch.signal }) };
  }
}

function checkTarget({ component, sha }: TpsTarget): void {
  if (!isComponentSlug(component)) {
    throw new TpsError(
      'TPS_REQUEST_INVALID',
      `the component slug ${JSON.stringify(component)} cannot be sent`,
      {
        hint: 'Check the setting component, or COMPONENT_SLUG.',
      },
    );
  }
  if (!isCommitSha(sha)) {
    throw new TpsError('TPS_REQUEST_INVALID', `${JSON.stringify(sha)} is not a full commit sha`, {
      hint: 'TPS locks a commit, by its 40 or 64 hexadecimal digits.',
    });
  }
}

function refusal(target: TpsTarget, answer: TpsAnswer): TpsError {
  const [code, hint] = verdict(answer.status, target.component);
  const effect = answer.doubtful ? 'unknown' : 'none';
  return new TpsError(code, `release lock of ${target.component}: ${said(answer.status, answer.body)}`, {
    hint,
    effect,
  });
}

function verdict(status: number, component: string): [TpsErrorCode, string] {
  switch (status) {
    case 401:
    case 403:
      return ['TPS_TOKEN_REFUSED', TOKEN_HINT];
    case 404:
      return ['TPS_NOT_FOUND', `Is ${component} the component slug that TPS knows? Else check TPS_BASE_URL.`];
    case 400:
    case 422:
      return ['TPS_REQUEST_REFUSED', 'Check the component slug and the commit against what TPS says.'];
    default:
      return ['TPS_UNKNOWN_ANSWER', 'An answer nobody knows is no clearance. Ask the owners of TPS.'];
  }
}
