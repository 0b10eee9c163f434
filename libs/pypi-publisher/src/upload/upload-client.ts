import type { Clock, HttpClient, HttpResponse, Random, Redactor } from '@heroku-release/release-kit';
import { ensureUnchanged } from '../distribution/distribution.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { PypiError } from '../errors.ts';
import { errorText, readStart } from '../http/response-text.ts';
import { isTransientError, retryAfterMs } from '../http/retry.ts';
import { classifyAnswer } from './upload-answer.ts';
import type { UploadAnswer } from './upload-answer.ts';
import { uploadForm } from './upload-form.ts';

/** Dependencies of an {@link UploadClient}. */
export interface UploadClientOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Applied to error texts, because an index may repeat the token in them. */
  readonly redactor: Redactor;
  /** Used verbatim. */
  readonly uploadUrl: string;
  readonly userAgent: string;
}

/** The credentials of one request. */
export interface UploadCredentials {
  /** `__token__` for a token. */
  readonly username: string;
  readonly password: string;
}

/** An answer with the delay that the index asked for. */
export type TimedAnswer = UploadAnswer & {
  readonly retryAfterMs?: number | undefined;
  /** The connection error, when there was no response. */
  readonly cause?: unknown;
};

const REDIRECTS = 3;
/** PyPI allows its workers 240 s for one upload. The time to send the file at 20 kB/s is added. */
const ANSWER_MS = 300_000;
const BYTES_PER_MS = 20;
const ACCEPT = 'application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7';

/** Sends one file over the legacy upload API, once. */
export class UploadClient {
  readonly #options: UploadClientOptions;

  constructor(options: UploadClientOptions) {
    this.#options = options;
  }

  /**
   * Sends the file and classifies the response; a broken connection counts as `doubtful`.
   *
   * Errors: `PYPI_FILE_CHANGED`, `PYPI_UPLOAD_URL_WRONG` (a redirect that is not followed).
   */
  async send(
    distribution: Distribution,
    credentials: UploadCredentials,
    attestations: readonly unknown[],
  ): Promise<TimedAnswer> {
    await ensureUnchanged(distribution);
    let response: HttpResponse;
    try {
      response = await this.#post(distribution, credentials, attestations);
    } catch (cause) {
      // A file that shrinks while it is sent breaks the connection; the error should then be about the file.
      await ensureUnchanged(distribution);
      if (!isTransientError(cause)) throw cause;
      return { kind: 'doubtful', because: cause.message, cause };
    }
    const { clock, redactor } = this.#options;
    const text = redactor.text(errorText(await readStart(response)));
    return { ...classifyAnswer(response.status, text), retryAfterMs: retryAfterMs(response, clock) };
  }

  async #post(
    distribution: Distribution,
    credentials: UploadCredentials,
    attestations: readonly unknown[],
  ): Promise<HttpResponse> {
    const { http, random, uploadUrl, userAgent } = this.#options;
    const { username, password } = credentials;
    let url = uploadUrl;
    for (let hop = 0; ; hop += 1) {
      const form = uploadForm(distribution, { boundary: random.hex(16), attestations });
      const response = await http.send({
        service: 'pypi',
        method: 'POST',
        url,
        body: form.body,
        timeoutMs: ANSWER_MS + Math.ceil(distribution.size / BYTES_PER_MS),
        headers: {
          accept: ACCEPT,
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
          'content-type': form.contentType,
          'user-agent': userAgent,
        },
      });
      if (response.status < 300 || response.status >= 400) return response;
      await response.discard();
      url = redirectTarget(response, url, hop);
    }
  }
}

/** Only 307 and 308 to the same origin are followed: another origin must not receive the token. */
function redirectTarget(response: HttpResponse, from: string, hop: number): string {
  const { location } = response.headers;
  const target = location === undefined ? undefined : new URL(location, from);
  const allowed = response.status === 307 || response.status === 308;
  if (target !== undefined && allowed && target.origin === new URL(from).origin && hop < REDIRECTS) {
    return target.href;
  }
  const where = target === undefined ? 'nowhere' : `${target.origin}${target.pathname}`;
  throw new PypiError('PYPI_UPLOAD_URL_WRONG', `the upload URL redirects (${response.status}) to ${where}`, {
    hint: 'Nothing was sent to that address. If it is the right one, set it as the upload URL.',
  });
}
