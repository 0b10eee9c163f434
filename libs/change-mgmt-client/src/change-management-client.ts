import {
  said,
  type TpsAnswer,
  TpsError,
  type TpsTransport,
  type TpsTrouble,
} from '@heroku-release/tps-client';
import { type ChangeRecord, recordBody } from './change-record.ts';
import { ChangeRecordError, type ChangeRecordErrorCode } from './errors.ts';

/** How a {@link ChangeManagementClient} is made. */
export interface ChangeManagementClientOptions {
  /** The way to TPS, with its token. */
  readonly transport: TpsTransport;
  /** Milliseconds for which passing trouble is repeated, default 600,000 (10 minutes); 0 tries once. */
  readonly patienceMs?: number;
  /** What the hint of an error tells the reader to run; default words it without a command. */
  readonly recordCommand?: string;
}

/** How one record is made. */
export interface RecordReleaseOptions {
  /** Ends the waiting between attempts; a request in flight is finished. */
  readonly signal?: AbortSignal;
  /** Called before each repetition after passing trouble. */
  readonly onTrouble?: (trouble: TpsTrouble) => void;
}

/** The release is recorded. */
export interface RecordedChange {
  readonly kind: 'recorded';
  /** 204 as a rule; another 2xx is taken as success too and belongs into the report. */
  readonly status: number;
  /** An earlier attempt may have arrived as well, so there may be two records; belongs into the report. */
  readonly possiblyTwice: boolean;
}

/**
 * The change record of TPS. Records cannot be read back, and whether a second call makes a second record is unknown: whoever
 * calls keeps a note of its own that the record was made, and in doubt records again, for a possible duplicate beats a missing
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
   * Records a release, repeating passing trouble within the patience. A second call may make a second record.
   *
   * Errors: `CHANGE_RECORD_INVALID` (nothing was sent), `CHANGE_RECORD_TOKEN_REFUSED`, `CHANGE_RECORD_NOT_FOUND`,
   * `CHANGE_RECORD_REFUSED`, `CHANGE_RECORD_UNKNOWN_ANSWER`, `CHANGE_RECORD_UNAVAILABLE`; each with effect `unknown` when any
   * attempt may have arrived. The reason of `signal` when that ended it.
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
        alsoPassing: [409],
        budgetMs: this.#patienceMs,
        signal: options.signal,
        onTrouble: options.onTrouble,
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
    const [code, hint] = verdict(answer.status, record.component);
    const unknown = answer.doubtful || code === 'CHANGE_RECORD_UNKNOWN_ANSWER';
    const effect = unknown ? 'unknown' : 'none';
    return this.#error(code, record, said(answer.status, answer.body), { hint, effect });
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

function verdict(status: number, component: string): [ChangeRecordErrorCode, string] {
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
        `Is ${component} the component slug that TPS knows? Else check TPS_BASE_URL.`,
      ];
    case 400:
    case 422:
      return [
        'CHANGE_RECORD_REFUSED',
        'Check the component slug, the actor and the stage against what TPS says.',
      ];
    default:
      return ['CHANGE_RECORD_UNKNOWN_ANSWER', 'Ask the owners of TPS what this answer means.'];
  }
}
