import type { Clock, Random } from '@heroku-release/release-kit';
import type { Distribution } from '../distribution/distribution.ts';
import { PypiError } from '../errors.ts';
import { backoffMs } from '../http/retry.ts';
import type { IndexClient } from '../simple-index/index-client.ts';
import type { CredentialSource } from './credential-source.ts';
import { decideUpload } from './decide-upload.ts';
import type { TimedAnswer, UploadClient } from './upload-client.ts';
import { fileConflict, notStored } from './upload-failure.ts';
import type { FailedAnswer } from './upload-failure.ts';

/** Dependencies of an {@link Uploader}. */
export interface UploaderOptions {
  readonly client: UploadClient;
  readonly index: IndexClient;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly random: Random;
}

/** Options for uploading one file. */
export interface FileUploadOptions {
  readonly attestations: readonly unknown[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

const ATTEMPTS = 5;
/** Delays between checks for a file that the index calls existing but does not show yet. */
const EXISTING_FILE_WAITS_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

/** Uploads one file that the index was seen not to have, and retries while that is safe and may help. */
export class Uploader {
  readonly #options: UploaderOptions;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** Sends the file until it is stored, found on the index, or refused. The index is read again after every answer but success. */
  async upload(
    distribution: Distribution,
    options: FileUploadOptions,
  ): Promise<'uploaded' | 'already-published'> {
    const { client, credentials, clock, random } = this.#options;
    const { signal, onProgress, attestations } = options;
    const retry = { granted: false };
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      const answer = await client.send(distribution, await credentials.get(signal), attestations);
      if (answer.kind === 'stored') return 'uploaded';
      const state = await this.#checkIndex(distribution, answer, signal);
      if (state === 'present') return 'already-published';
      if (!this.#mayRetry(answer, attempt, retry)) throw notStored(distribution, answer, state);
      const wait = backoffMs(attempt, random, answer.retryAfterMs);
      onProgress?.(
        `${distribution.filename}: ${answer.because}; trying again in ${Math.round(wait / 1000)} s`,
      );
      await clock.sleep(wait, signal);
    }
  }

  /** Whether another request with the same bytes may succeed. A corrupted upload and an expired token share one extra attempt. */
  #mayRetry(answer: FailedAnswer, attempt: number, retry: { granted: boolean }): boolean {
    if (answer.kind === 'doubtful' || answer.kind === 'limited') return attempt < ATTEMPTS;
    if (answer.kind === 'refused' || retry.granted) return false;
    retry.granted = true;
    return answer.kind === 'corrupted' || this.#options.credentials.renew();
  }

  /** Errors: `PYPI_FILE_CONFLICT` when the index now has other content under the name. */
  async #checkIndex(
    distribution: Distribution,
    answer: TimedAnswer,
    signal: AbortSignal | undefined,
  ): Promise<'present' | 'missing' | 'unreadable'> {
    const { index, clock } = this.#options;
    const waits = answer.kind === 'refused' && answer.exists ? EXISTING_FILE_WAITS_MS : [];
    try {
      for (let check = 0; ; check += 1) {
        const decision = decideUpload(distribution, await index.listFiles(distribution.name, { signal }));
        if (decision.kind === 'conflict') throw fileConflict([decision]);
        if (decision.kind === 'present') return 'present';
        const wait = waits[check];
        if (wait === undefined) return 'missing';
        await clock.sleep(wait, signal);
      }
    } catch (error) {
      if (error instanceof PypiError && error.code === 'PYPI_INDEX_UNAVAILABLE') return 'unreadable';
      throw error;
    }
  }
}
