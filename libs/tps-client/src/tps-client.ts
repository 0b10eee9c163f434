import type { Clock } from '@heroku-release/release-kit';
import { lockRefusal } from './lock-refusal.ts';
import type { LockAnswer, LockRequestOptions, LockWaitAnswer, WaitForLockOptions } from './lock-answer.ts';
import { checkTarget, type TpsTarget } from './target.ts';
import { describeAnswer, type TpsRetry } from './tps-request.ts';
import { TpsTransport, type TpsTransportOptions } from './tps-transport.ts';

/** Options of {@link TpsClient}. */
export interface TpsClientOptions extends TpsTransportOptions {
  /** Milliseconds for which the transient failures of one request are retried, default 120,000. */
  readonly retryBudgetMs?: number | undefined;
}

/**
 * Client for the release lock of TPS, which is also the check for a moratorium (change freeze). TPS can neither list locks nor release
 * them.
 *
 * The constructor throws `TPS_ENDPOINT_INVALID` and `TPS_TOKEN_MISSING`.
 */
export class TpsClient {
  readonly #clock: Clock;
  readonly #transport: TpsTransport;
  readonly #retryBudgetMs: number;

  constructor(options: TpsClientOptions) {
    this.#clock = options.clock;
    this.#transport = new TpsTransport(options);
    this.#retryBudgetMs = options.retryBudgetMs ?? 120_000;
  }

  /**
   * Requests the lock of a release once. A second request for the same commit is safe: `granted`, with `created: false`.
   *
   * Errors: `TPS_REQUEST_INVALID`, `TPS_TOKEN_REFUSED`, `TPS_NOT_FOUND`, `TPS_REQUEST_REFUSED`, `TPS_REDIRECTED`,
   * `TPS_UNKNOWN_ANSWER`, `TPS_UNAVAILABLE`; the reason of `signal` when it was aborted.
   */
  async requestLock(target: TpsTarget, options: LockRequestOptions = {}): Promise<LockAnswer> {
    checkTarget(target);
    const answer = await this.#transport.send({
      method: 'PUT',
      path: '/api/ctc',
      body: { lock: { sha: target.sha, component_slug: target.component } },
      budgetMs: this.#retryBudgetMs,
      signal: options.signal,
      onRetry: options.onRetry,
    });
    if (answer.status === 201) return { kind: 'granted', created: true };
    if (answer.status === 200) return { kind: 'granted', created: false };
    if (answer.status === 409) {
      const because = `${describeAnswer(409, answer.body)} (a moratorium is in force, or another release holds the lock)`;
      return { kind: 'held', because, retryAfterMs: answer.retryAfterMs };
    }
    throw lockRefusal(target, answer);
  }

  /**
   * Requests the lock until it is granted or the patience runs out. Then the answer is `held`, nothing has changed, and a later call
   * continues. It gives up early when `Retry-After` goes beyond the patience. Errors: as {@link requestLock}; only transient failures
   * are retried.
   */
  async waitForLock(target: TpsTarget & WaitForLockOptions): Promise<LockWaitAnswer> {
    const { everyMs = 15_000, patienceMs = 600_000, signal, onWait } = target;
    const since = this.#clock.now();
    const givesUpAt = since + patienceMs;
    for (let asked = 1; ; asked += 1) {
      signal?.throwIfAborted();
      const answer = await this.requestLock(target, {
        signal,
        onRetry: this.#waitReporter(since, onWait),
      });
      const now = this.#clock.now();
      const result = { ...answer, asked, waitedMs: now - since };
      if (answer.kind === 'granted' || now >= givesUpAt) return result;
      if ((answer.retryAfterMs ?? 0) > givesUpAt - now) return result;
      const waitMs = Math.min(Math.max(everyMs, answer.retryAfterMs ?? 0), givesUpAt - now);
      onWait?.({ kind: 'held', because: answer.because, since, asksAgainAt: now + waitMs, givesUpAt });
      await this.#clock.sleep(waitMs, signal);
    }
  }

  #waitReporter(since: number, onWait: WaitForLockOptions['onWait']): LockRequestOptions['onRetry'] {
    return ({ because, waitMs, givesUpAt }: TpsRetry) => {
      const asksAgainAt = this.#clock.now() + waitMs;
      onWait?.({ kind: 'unavailable', because, since, asksAgainAt, givesUpAt });
    };
  }
}
