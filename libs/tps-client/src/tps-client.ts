import type { Clock } from '@heroku-release/release-kit';
import { lockRefusal } from './lock-refusal.ts';
import type { LockAnswer, LockRequestOptions, LockWaitAnswer, WaitForLockOptions } from './release-lock.ts';
import { checkTarget, type TpsTarget } from './target.ts';
import { said, type TpsTrouble } from './tps-call.ts';
import { TpsTransport, type TpsTransportOptions } from './tps-transport.ts';

/** How a {@link TpsClient} is made. */
export interface TpsClientOptions extends TpsTransportOptions {
  /** Milliseconds for which passing trouble of one question is repeated, default 120,000. */
  readonly troubleBudgetMs?: number;
}

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
    throw lockRefusal(target, answer);
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
