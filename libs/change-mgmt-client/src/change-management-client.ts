import {
  describeAnswer,
  type TpsAnswer,
  TpsError,
  type TpsRetry,
  type TpsTransport,
} from '@heroku-release/tps-client';
import { type ChangeRecord, recordBody } from './change-record.ts';
import { ChangeRecordError, type ChangeRecordErrorCode } from './errors.ts';

/** Options of {@link ChangeManagementClient}. */
export interface ChangeManagementClientOptions {
  /** Sends the requests to TPS, with its token. */
  readonly transport: TpsTransport;
  /** Milliseconds for which transient failures are retried, default 600,000 (10 minutes); 0 tries once. */
  readonly patienceMs?: number | undefined;
  /** Command that makes the record, for the hint of an error; the default hint has no command. */
  readonly recordCommand?: string | undefined;
}

/** Options of {@link ChangeManagementClient.recordRelease}. */
export interface RecordReleaseOptions {
  /** Aborts the wait between attempts; a request in flight is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each retry of a transient failure. */
  readonly onRetry?: ((retry: TpsRetry) => void) | undefined;
  /** Milliseconds for which transient failures of this call are retried; 0 tries once. Default: the client's. */
  readonly patienceMs?: number | undefined;
}

/** Result of a recorded release. */
export interface RecordedChange {
  readonly kind: 'recorded';
  /** Usually 204. Any other 2xx counts as success, too, and belongs in the report. */
  readonly status: number;
  /** Whether an earlier attempt may have arrived, too, so that there may be two records; belongs in the report. */
  readonly possiblyTwice: boolean;
}

/**
 * Client for the change records of TPS. Records cannot be read back, and it is unknown whether a second call makes a second record. So
 * the caller keeps its own note that the record was made, and in doubt records again: a possible duplicate is better than a missing
 * record.
 */
export class ChangeManagementClient {
  readonly #transport: TpsTransport;
  readonly #patienceMs: number;
  readonly #recordCommand: string;

  constructor(options: ChangeManagementClientOptions) {
    this.#transport = options.transport;
    this.#patienceMs = options.patienceMs ?? 600_000;
    this.#recordCommand = options.recordCommand ?? 'run the record step again with the same arguments';
  }

  /**
   * Records a release and retries transient failures within the patience. A second call may make a second record.
   *
   * Errors: `CHANGE_RECORD_INVALID` (nothing was sent), `CHANGE_RECORD_TOKEN_REFUSED`, `CHANGE_RECORD_NOT_FOUND`,
   * `CHANGE_RECORD_REFUSED`, `CHANGE_RECORD_UNKNOWN_ANSWER`, `CHANGE_RECORD_UNAVAILABLE`; each with effect `unknown` when any
   * attempt may have arrived. The reason of `signal` when it was aborted.
   */
  async recordRelease(record: ChangeRecord, options: RecordReleaseOptions = {}): Promise<RecordedChange> {
    const body = recordBody(record);
    const answer = await this.#send(record, body, options);
    if (answer.status >= 200 && answer.status < 300) {
      return { kind: 'recorded', status: answer.status, possiblyTwice: answer.doubtful };
    }
    throw this.#refusal(record, answer);
  }

  async #send(record: ChangeRecord, body: object, options: RecordReleaseOptions): Promise<TpsAnswer> {
    try {
      return await this.#transport.send({
        method: 'POST',
        path: `/api/component/${encodeURIComponent(record.component)}/releases`,
        body,
        alsoTransient: [409],
        budgetMs: options.patienceMs ?? this.#patienceMs,
        signal: options.signal,
        onRetry: options.onRetry,
      });
    } catch (error) {
      if (!(error instanceof TpsError)) throw error;
      const code =
        error.code === 'TPS_UNAVAILABLE' ? 'CHANGE_RECORD_UNAVAILABLE' : 'CHANGE_RECORD_UNKNOWN_ANSWER';
      const where = error.code === 'TPS_REDIRECTED' ? ` ${error.hint ?? ''}` : '';
      throw this.#error(code, record, error.message, {
        hint: where.trim(),
        cause: error,
        effect: error.effect,
      });
    }
  }

  #refusal(record: ChangeRecord, answer: TpsAnswer): ChangeRecordError {
    const [code, hint] = classify(answer.status, record.component);
    const unknown = answer.doubtful || code === 'CHANGE_RECORD_UNKNOWN_ANSWER';
    const effect = unknown ? 'unknown' : 'none';
    return this.#error(code, record, describeAnswer(answer.status, answer.body), { hint, effect });
  }

  #error(
    code: ChangeRecordErrorCode,
    record: ChangeRecord,
    why: string,
    details: { hint: string; cause?: unknown; effect: 'none' | 'unknown' },
  ): ChangeRecordError {
    const state = details.effect === 'unknown' ? 'perhaps NOT recorded' : 'NOT recorded';
    const message = `the release ${record.sha} of ${record.component} is ${state}: ${why}`;
    const hint = `${details.hint} To record it: ${this.#recordCommand}.`.trim();
    return new ChangeRecordError(code, message, { ...details, hint });
  }
}

function classify(status: number, component: string): [ChangeRecordErrorCode, string] {
  switch (status) {
    case 401:
    case 403:
      return [
        'CHANGE_RECORD_TOKEN_REFUSED',
        'Check TPS_API_TOKEN (or TPS_API_TOKEN_PARAM): it must be valid and have rights for this component.',
      ];
    case 404:
      return [
        'CHANGE_RECORD_NOT_FOUND',
        `Check that ${component} is the component slug in TPS, and check TPS_BASE_URL.`,
      ];
    case 400:
    case 422:
      return [
        'CHANGE_RECORD_REFUSED',
        'Compare the component slug, the actor and the stage with the message of TPS.',
      ];
    default:
      return ['CHANGE_RECORD_UNKNOWN_ANSWER', 'Ask the owners of TPS what this answer means.'];
  }
}
