import type { Clock, HttpClient, Random, Redactor } from '@heroku-release/release-kit';
import { backoffMs } from './http/retry.ts';
import { checkDistributions } from './distribution/check-distributions.ts';
import type { ExpectedRelease } from './distribution/check-distributions.ts';
import { decideUpload } from './upload/decide-upload.ts';
import type { UploadDecision } from './upload/decide-upload.ts';
import { readDistribution } from './distribution/distribution.ts';
import type { Distribution } from './distribution/distribution.ts';
import type { DistributionProblem } from './distribution/distribution-problem.ts';
import type { PypiEndpoints } from './endpoints.ts';
import { PypiError } from './errors.ts';
import { IndexClient } from './simple-index/index-client.ts';
import type { IndexFile } from './simple-index/index-page.ts';
import { TrustedTokens } from './trusted-publishing/trusted-tokens.ts';
import { UploadClient } from './upload/upload-client.ts';
import type { TimedAnswer, UploadCredentials } from './upload/upload-client.ts';
import { verifyFiles } from './simple-index/verify-files.ts';
import type { VerifyReport } from './simple-index/verify-files.ts';
import { awaitVisible } from './simple-index/visibility.ts';
import type { ExpectedFile, PollingOptions, Visibility } from './simple-index/visibility.ts';

/** How a {@link PypiPublisher} is made. */
export interface PypiPublisherOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Learns every token before it is used. */
  readonly redactor: Redactor;
  readonly endpoints: PypiEndpoints;
  /** Trusted publishing: asks the CI service for an identity token with this audience. Not called unless a file is sent. */
  readonly identityToken?: (audience: string) => Promise<string>;
  /** A token of the index, instead of trusted publishing. */
  readonly token?: string;
  /** The user name that goes with `token`, default `__token__`. */
  readonly username?: string;
  /** Told every minted token and identity token as soon as it is known, for CI services that mask values at run time. */
  readonly onSecret?: (value: string) => void;
  /** How long to wait for the index to show what was uploaded. */
  readonly polling?: PollingOptions;
  /** Default `heroku-release-pypi-publisher`. Must not contain `twine`: pypiserver answers that differently. */
  readonly userAgent?: string;
}

/** What goes with one call. */
export interface PublishIo {
  /** Ends reads and waits early, and keeps a new request from being sent; an upload under way is finished. */
  readonly signal?: AbortSignal;
  /** Told what is going on. */
  readonly onProgress?: (message: string) => void;
}

/** How one file is uploaded. */
export interface UploadOptions extends PublishIo {
  /** One or two PEP 740 attestation objects. They cannot be added later: a file that is there stays without. */
  readonly attestations?: readonly unknown[];
  /** What the index was seen to hold; default: looked up. */
  readonly indexFiles?: readonly IndexFile[];
}

/** How one upload ended. */
export interface UploadResult {
  readonly kind: 'uploaded' | 'already-published';
  readonly filename: string;
}

/** What is published, and how. */
export interface PublishOptions extends ExpectedRelease, PublishIo {
  /** PEP 740 attestation objects by file name. */
  readonly attestations?: ReadonlyMap<string, readonly unknown[]>;
}

/** What {@link PypiPublisher.publish} did. */
export interface PublishReport {
  readonly files: readonly (UploadResult & { readonly sha256: string; readonly size: number })[];
  /** Findings that are no reason to stop. */
  readonly warnings: readonly DistributionProblem[];
}

const ATTEMPTS = 5;
/** How long an index that says "already exists" may take to show the file. */
const CONFLICT_WAITS_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Publishes distribution files on an index, each exactly once. The effect of an upload is "a file with this name and this SHA-256 is on the
 * index"; it is looked up before the first request and after every answer but success, so a run that was cut off is simply run again.
 */
export class PypiPublisher {
  readonly #options: PypiPublisherOptions;
  readonly #index: IndexClient;
  readonly #uploads: UploadClient;
  readonly #trusted: TrustedTokens | undefined;

  constructor(options: PypiPublisherOptions) {
    const { http, clock, random, endpoints, redactor, identityToken, onSecret } = options;
    const userAgent = options.userAgent ?? 'heroku-release-pypi-publisher';
    const common = { http, clock, random, redactor, userAgent };
    this.#options = options;
    this.#index = new IndexClient({ ...common, indexUrl: endpoints.indexUrl });
    this.#uploads = new UploadClient({ ...common, uploadUrl: endpoints.uploadUrl });
    redactor.add(options.token);
    if (identityToken !== undefined && options.token === undefined) {
      this.#trusted = new TrustedTokens({
        ...common,
        identityToken,
        onSecret,
        oidcUrl: endpoints.oidcUrl,
      });
    }
  }

  /**
   * The files that the index shows for a project; none for an unknown one. A read: it needs no token.
   *
   * Errors: `PYPI_INDEX_UNAVAILABLE`, `PYPI_INDEX_INVALID`.
   */
  async index(name: string, io: PublishIo = {}): Promise<IndexFile[]> {
    return await this.#index.files(name, { signal: io.signal });
  }

  /**
   * Puts one file on the index, or finds that it is there. A second call finds it and sends nothing.
   *
   * Errors: `PYPI_FILE_CONFLICT` (the name is taken by other content), `PYPI_FILE_CHANGED`, `PYPI_NO_CREDENTIALS`, `PYPI_UPLOAD_FORBIDDEN`,
   * `PYPI_UPLOAD_REFUSED`, `PYPI_UPLOAD_CLOSED`, `PYPI_UPLOAD_LIMITED`, `PYPI_UPLOAD_URL_WRONG`, `PYPI_PROJECT_UNKNOWN`,
   * `PYPI_ATTESTATIONS_REFUSED`, `PYPI_UPLOAD_UNCERTAIN` (effect `unknown`), those of {@link index} and of the token exchange.
   */
  async upload(distribution: Distribution, options: UploadOptions = {}): Promise<UploadResult> {
    const seen = options.indexFiles ?? (await this.index(distribution.name, options));
    const { filename } = distribution;
    if (settle(distribution, decideUpload(distribution, seen)))
      return { kind: 'already-published', filename };
    options.onProgress?.(`uploading ${filename}`);
    return { kind: await this.#sendUntilSettled(distribution, options), filename };
  }

  /**
   * Checks the files, looks at the index once, and uploads what is missing, wheels first: until the sdist is there nobody builds from source.
   * Conflicts of any file are found before the first one is sent. An error names the files that are on the index by then, and those not tried.
   *
   * Errors: `PYPI_DISTRIBUTION_REFUSED` (the message lists every finding), and those of {@link upload}.
   */
  async publish(paths: readonly string[], options: PublishOptions): Promise<PublishReport> {
    const distributions: Distribution[] = [];
    for (const path of paths) distributions.push(await readDistribution(path));
    const problems = await checkDistributions(distributions, options);
    refuseErrors(problems);
    const seen = await this.index(options.name, options);
    const ordered = uploadOrder(distributions);
    for (const distribution of ordered) settle(distribution, decideUpload(distribution, seen));
    const files: PublishReport['files'][number][] = [];
    for (const distribution of ordered) {
      const { filename, sha256, size } = distribution;
      const attestations = options.attestations?.get(filename) ?? [];
      try {
        const result = await this.upload(distribution, { ...options, indexFiles: seen, attestations });
        files.push({ ...result, sha256, size });
      } catch (error) {
        throw withProgress(error, files, ordered.slice(files.length + 1));
      }
    }
    return { files, warnings: problems };
  }

  /**
   * Waits until the index shows all files with the right digests, or the budget is used up. What is missing then is a warning: the index
   * said yes, and its pages can stay old for a while.
   *
   * Errors: `PYPI_INDEX_MISMATCH` (another digest, another size, or yanked), `PYPI_INDEX_INVALID`.
   */
  async waitUntilVisible(
    name: string,
    files: readonly ExpectedFile[],
    options: PollingOptions & PublishIo = {},
  ): Promise<Visibility> {
    const { signal, onProgress, ...polling } = options;
    return await awaitVisible(
      name,
      files,
      { ...this.#options.polling, ...polling },
      { index: this.#index, clock: this.#options.clock, signal, onWait: onProgress },
    );
  }

  /**
   * Compares what was released with what the index shows now, file by file; also names files of this version that nobody expects.
   *
   * Errors: those of {@link index}.
   */
  async verify(
    release: ExpectedRelease,
    files: readonly ExpectedFile[],
    io: PublishIo = {},
  ): Promise<VerifyReport> {
    return verifyFiles(release.version, files, await this.index(release.name, io));
  }

  async #sendUntilSettled(distribution: Distribution, options: UploadOptions): Promise<UploadResult['kind']> {
    const { clock, random } = this.#options;
    const second = { chance: true };
    for (let attempt = 1; ; attempt += 1) {
      options.signal?.throwIfAborted();
      const credentials = await this.#credentials(options.signal);
      const answer = await this.#uploads.send(distribution, credentials, options.attestations);
      if (answer.kind === 'stored') return 'uploaded';
      const look = await this.#look(distribution, answer, options);
      if (look === 'published') return 'already-published';
      const again = this.#mayRepeat(answer, attempt, second);
      if (!again) throw failure(distribution, answer, look);
      const wait = backoffMs(attempt, random, answer.retryAfterMs);
      options.onProgress?.(
        `${distribution.filename}: ${answer.because}; trying again in ${Math.round(wait / 1000)} s`,
      );
      await clock.sleep(wait, options.signal);
    }
  }

  /** Whether the same bytes are worth another request after this answer. */
  #mayRepeat(answer: Unstored, attempt: number, second: { chance: boolean }): boolean {
    if (answer.kind === 'doubtful' || answer.kind === 'limited') return attempt < ATTEMPTS;
    if (answer.kind === 'refused' || !second.chance) return false;
    second.chance = false;
    if (answer.kind === 'corrupted') return true;
    this.#trusted?.forget();
    return this.#trusted !== undefined;
  }

  /** What the index says after anything but success. */
  async #look(
    distribution: Distribution,
    answer: Unstored,
    options: UploadOptions,
  ): Promise<'published' | 'absent' | 'unreadable'> {
    const waits = answer.kind === 'refused' && answer.exists ? CONFLICT_WAITS_MS : [];
    try {
      for (let look = 0; ; look += 1) {
        const seen = await this.index(distribution.name, options);
        if (settle(distribution, decideUpload(distribution, seen))) return 'published';
        const wait = waits[look];
        if (wait === undefined) return 'absent';
        await this.#options.clock.sleep(wait, options.signal);
      }
    } catch (error) {
      if (error instanceof PypiError && error.code === 'PYPI_INDEX_UNAVAILABLE') return 'unreadable';
      throw error;
    }
  }

  async #credentials(signal: AbortSignal | undefined): Promise<UploadCredentials> {
    const { token, username = '__token__' } = this.#options;
    if (token !== undefined) return { username, password: token.trim() };
    if (this.#trusted !== undefined) return { username, password: await this.#trusted.token(signal) };
    throw new PypiError('PYPI_NO_CREDENTIALS', 'there is no way to prove to the index who uploads', {
      hint: 'Run in a CI job with the right to request an identity token (id-token: write), or set a token of the index.',
    });
  }
}

type Unstored = Exclude<TimedAnswer, { readonly kind: 'stored' }>;

/** Wheels first, then the sdist; otherwise by name, so that every run sends in the same order. */
function uploadOrder(distributions: readonly Distribution[]): Distribution[] {
  const rank = ({ kind }: Distribution) => (kind === 'wheel' ? 0 : 1);
  return [...distributions].sort((a, b) => rank(a) - rank(b) || (a.filename < b.filename ? -1 : 1));
}

/** The same error, saying also which files of the release are on the index and which were not tried. */
function withProgress(
  error: unknown,
  done: readonly UploadResult[],
  untried: readonly Distribution[],
): unknown {
  if (!(error instanceof PypiError) || done.length + untried.length === 0) return error;
  const list = (files: readonly { readonly filename: string }[]) =>
    files.map(({ filename }) => filename).join(', ') || 'none';
  const message = `${error.message}; on the index: ${list(done)}; not tried: ${list(untried)}`;
  const { hint, effect } = error;
  return new PypiError(error.code, message, {
    cause: error,
    effect,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** `true`: already published; `false`: to be uploaded. Errors: `PYPI_FILE_CONFLICT`. */
function settle(distribution: Distribution, decision: UploadDecision): boolean {
  if (decision.kind !== 'conflict') return decision.kind === 'already-published';
  throw new PypiError('PYPI_FILE_CONFLICT', decision.because, {
    hint: `${distribution.filename} cannot be replaced on an index. Publish the files that were built first, or fix forward with a new version.`,
  });
}

function refuseErrors(problems: readonly DistributionProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map(({ file, message, code }) => `  ${file} ${message} (${code})`);
  throw new PypiError(
    'PYPI_DISTRIBUTION_REFUSED',
    `the files are not fit for publishing:\n${lines.join('\n')}`,
    {
      hint: 'Nothing was uploaded. Correct the project and build again.',
    },
  );
}

function failure(distribution: Distribution, answer: Unstored, look: 'absent' | 'unreadable'): PypiError {
  const { filename } = distribution;
  const because = `${filename}: ${answer.because}`;
  switch (answer.kind) {
    case 'refused':
      return new PypiError(answer.code, because, { hint: answer.hint });
    case 'corrupted':
      return new PypiError('PYPI_UPLOAD_REFUSED', because, {
        hint: 'The bytes changed on their way twice. Look for a proxy that rewrites requests.',
      });
    case 'token-expired':
      return new PypiError('PYPI_UPLOAD_FORBIDDEN', because, { hint: 'Renew the token of the index.' });
    case 'limited':
      return new PypiError('PYPI_UPLOAD_LIMITED', because, { hint: 'Run the command again later.' });
    case 'doubtful':
      return new PypiError('PYPI_UPLOAD_UNCERTAIN', `${because}; ${SEEN[look]}`, {
        cause: answer.cause,
        effect: 'unknown',
        hint: 'Run the command again: it looks at the index first and sends only what is missing.',
      });
  }
}

const SEEN = {
  absent: 'the index does not show the file',
  unreadable: 'the index could not be asked whether it has the file',
};
