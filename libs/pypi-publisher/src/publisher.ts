import type { Clock, HttpClient, Random, Redactor } from '@heroku-release/release-kit';
import { checkDistributions } from './distribution/check-distributions.ts';
import type { ExpectedRelease } from './distribution/check-distributions.ts';
import { readDistribution } from './distribution/distribution.ts';
import type { Distribution } from './distribution/distribution.ts';
import type { DistributionProblem } from './distribution/distribution-problem.ts';
import type { PypiEndpoints } from './endpoints.ts';
import { PypiError } from './errors.ts';
import type { ExpectedFile } from './simple-index/expected-file.ts';
import { IndexClient } from './simple-index/index-client.ts';
import type { IndexFile } from './simple-index/index-file.ts';
import { verifyFiles } from './simple-index/verify-files.ts';
import type { VerifyReport } from './simple-index/verify-files.ts';
import { awaitVisible } from './simple-index/visibility.ts';
import type { PollingOptions, Visibility } from './simple-index/visibility.ts';
import { CredentialSource } from './upload/credential-source.ts';
import { UploadClient } from './upload/upload-client.ts';
import { fileConflict } from './upload/upload-failure.ts';
import { inUploadOrder, planUploads } from './upload/upload-plan.ts';
import type { UploadPlan } from './upload/upload-plan.ts';
import { Uploader } from './upload/uploader.ts';

/** Dependencies and settings of a {@link PypiPublisher}. */
export interface PypiPublisherOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Receives every token before it is used. */
  readonly redactor: Redactor;
  readonly endpoints: PypiEndpoints;
  /** Trusted publishing: requests an identity token with this audience from the CI service. Called only when a file is uploaded. */
  readonly identityToken?: ((audience: string) => Promise<string>) | undefined;
  /** A token of the index, instead of trusted publishing. */
  readonly token?: string | undefined;
  /** The user name that goes with `token`, default `__token__`. */
  readonly username?: string | undefined;
  /** Receives every identity token and upload token as soon as it exists, for CI services that mask values at run time. */
  readonly onSecret?: ((value: string) => void) | undefined;
  /** How long to wait until the index shows the uploaded files. */
  readonly polling?: PollingOptions | undefined;
  /** Default `heroku-release-pypi-publisher`. Must not contain `twine`: pypiserver answers twine differently. */
  readonly userAgent?: string | undefined;
}

/** Options of every method that sends requests. */
export interface PublishIo {
  /** Ends reads and waits early and prevents new requests; an upload in progress is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Receives progress messages. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** Options of {@link PypiPublisher.uploadMissing}. */
export interface UploadOptions extends PublishIo {
  /** One or two PEP 740 attestation objects by file name. They cannot be added to a file that is already on the index. */
  readonly attestations?: ReadonlyMap<string, readonly unknown[]> | undefined;
}

/** One file that is on the index now. */
export interface PublishedFile {
  readonly filename: string;
  /** `already-published`: another upload of the same content put it there, possibly an earlier attempt whose answer was lost. */
  readonly kind: 'uploaded' | 'already-published';
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** The result of {@link PypiPublisher.uploadMissing}. */
export interface UploadReport {
  /** The files that the plan calls missing, in upload order. */
  readonly files: readonly PublishedFile[];
}

/** The expected release, and options. */
export interface PublishOptions extends ExpectedRelease, UploadOptions {}

/** The result of {@link PypiPublisher.publish}. */
export interface PublishReport {
  /** All files of the release, in upload order. */
  readonly files: readonly PublishedFile[];
  /** Findings that do not prevent publishing. */
  readonly warnings: readonly DistributionProblem[];
}

/**
 * Publishes distribution files on an index, each exactly once. An upload has taken effect when the index has a file with this name and this
 * SHA-256. The index is checked before the first request and after every answer but success, so an interrupted run is simply run again.
 */
export class PypiPublisher {
  readonly #options: PypiPublisherOptions;
  readonly #index: IndexClient;
  readonly #uploader: Uploader;

  constructor(options: PypiPublisherOptions) {
    const { http, clock, random, endpoints, redactor } = options;
    const userAgent = options.userAgent ?? 'heroku-release-pypi-publisher';
    const common = { http, clock, random, redactor, userAgent };
    this.#options = options;
    this.#index = new IndexClient({ ...common, indexUrl: endpoints.indexUrl });
    this.#uploader = new Uploader({
      clock,
      random,
      index: this.#index,
      client: new UploadClient({ ...common, uploadUrl: endpoints.uploadUrl }),
      credentials: new CredentialSource({ ...options, userAgent, oidcUrl: endpoints.oidcUrl }),
    });
  }

  /**
   * Lists the files that the index shows for a project; an unknown project has none. Needs no token.
   *
   * Errors: `PYPI_INDEX_UNAVAILABLE`, `PYPI_INDEX_INVALID`.
   */
  async listFiles(name: string, io: PublishIo = {}): Promise<IndexFile[]> {
    return await this.#index.listFiles(name, { signal: io.signal });
  }

  /**
   * Downloads a file that {@link listFiles} has listed and passes its bytes to `receive`, which compares their hash. After a broken
   * connection the download starts again. Returns the result of `receive`; undefined when the index does not have the file. Needs no token.
   *
   * Errors: `PYPI_INDEX_UNAVAILABLE`; `PYPI_INDEX_INVALID` for more than 512 MiB.
   */
  async downloadFile<T>(
    file: IndexFile,
    receive: (stream: AsyncIterable<Uint8Array>) => Promise<T>,
    io: PublishIo = {},
  ): Promise<T | undefined> {
    return await this.#index.downloadFile(file, receive, { signal: io.signal });
  }

  /**
   * Uploads the missing files of a plan. The plan may be outdated: a file that another run has uploaded since is found and not replaced.
   * When a file fails, the error's message lists the files that are on the index by then and those that were not tried.
   *
   * Errors: `PYPI_FILE_CONFLICT` (the name is used for other content; when the plan has conflicts, nothing is sent), `PYPI_FILE_CHANGED`,
   * `PYPI_NO_CREDENTIALS`, `PYPI_UPLOAD_FORBIDDEN`, `PYPI_UPLOAD_REFUSED`, `PYPI_UPLOAD_CLOSED`, `PYPI_UPLOAD_LIMITED`,
   * `PYPI_UPLOAD_URL_WRONG`, `PYPI_PROJECT_UNKNOWN`, `PYPI_ATTESTATIONS_REFUSED`, `PYPI_UPLOAD_UNCERTAIN` (effect `unknown`), and those of
   * {@link listFiles} and of the token exchange.
   */
  async uploadMissing(plan: UploadPlan, options: UploadOptions = {}): Promise<UploadReport> {
    if (plan.conflicts.length > 0) throw fileConflict(plan.conflicts);
    const { signal, onProgress } = options;
    const files: PublishedFile[] = [];
    for (const [at, distribution] of plan.missing.entries()) {
      const { filename } = distribution;
      const attestations = options.attestations?.get(filename) ?? [];
      onProgress?.(`uploading ${filename}`);
      try {
        const kind = await this.#uploader.upload(distribution, { attestations, signal, onProgress });
        files.push(publishedFile(distribution, kind));
      } catch (error) {
        throw withProgress(error, [...plan.present, ...files], plan.missing.slice(at + 1));
      }
    }
    return { files };
  }

  /**
   * Checks the files, reads the index once, and uploads the missing files, wheels first.
   *
   * Errors: `PYPI_DISTRIBUTION_INVALID`, `PYPI_DISTRIBUTION_REFUSED` (the message lists every finding), and those of {@link uploadMissing}.
   */
  async publish(paths: readonly string[], options: PublishOptions): Promise<PublishReport> {
    const distributions: Distribution[] = [];
    for (const path of paths) distributions.push(await readDistribution(path));
    const problems = await checkDistributions(distributions, options);
    refuseErrors(problems);
    const plan = planUploads(distributions, await this.listFiles(options.name, options));
    const uploaded = await this.uploadMissing(plan, options);
    const files = inUploadOrder(distributions).map(
      (distribution) =>
        uploaded.files.find(({ filename }) => filename === distribution.filename) ??
        publishedFile(distribution, 'already-published'),
    );
    return { files, warnings: problems };
  }

  /**
   * Waits until the index shows all files with the right digests, or the budget is used up. Files that are still missing are only a warning:
   * the index accepted them, and its pages can be out of date for a while.
   *
   * Errors: `PYPI_INDEX_MISMATCH` (another digest, another size, or yanked), `PYPI_INDEX_INVALID`.
   */
  async waitUntilVisible(
    name: string,
    files: readonly ExpectedFile[],
    options: PollingOptions & PublishIo = {},
  ): Promise<Visibility> {
    const { clock, polling } = this.#options;
    const { signal, onProgress, waitsMs = polling?.waitsMs, budgetMs = polling?.budgetMs } = options;
    const io = { index: this.#index, clock, signal, onWait: onProgress };
    return await awaitVisible(name, files, { waitsMs, budgetMs }, io);
  }

  /**
   * Compares the released files with what the index shows now. The report also lists unexpected files of this version.
   *
   * Errors: those of {@link listFiles}.
   */
  async verify(
    release: ExpectedRelease,
    files: readonly ExpectedFile[],
    io: PublishIo = {},
  ): Promise<VerifyReport> {
    return verifyFiles(release.version, files, await this.listFiles(release.name, io));
  }
}

function publishedFile({ filename, sha256, size }: Distribution, kind: PublishedFile['kind']): PublishedFile {
  return { filename, kind, sha256, size };
}

interface Named {
  readonly filename: string;
}

/** The same error with a message that also lists the files that are on the index and those that were not tried. */
function withProgress(error: unknown, onIndex: readonly Named[], untried: readonly Named[]): unknown {
  if (!(error instanceof PypiError) || onIndex.length + untried.length === 0) return error;
  const list = (files: readonly Named[]) => files.map(({ filename }) => filename).join(', ') || 'none';
  const message = `${error.message}; on the index: ${list(onIndex)}; not tried: ${list(untried)}`;
  const { hint, effect } = error;
  return new PypiError(error.code, message, { cause: error, effect, hint });
}

function refuseErrors(problems: readonly DistributionProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map(({ file, message, code }) => `  ${file} ${message} (${code})`);
  throw new PypiError('PYPI_DISTRIBUTION_REFUSED', `the files cannot be published:\n${lines.join('\n')}`, {
    hint: 'Nothing was uploaded. Correct the project and build again.',
  });
}
