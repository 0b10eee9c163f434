import { createHash } from 'node:crypto';
import type { GitHubConnection } from '../connection/connection.ts';
import type { ApiResponse } from '../connection/response.ts';
import { errorFromResponse, errorFromThrown, type Operation } from '../connection/response-error.ts';
import { GitHubError } from '../errors.ts';
import { type GitHubRelease, type ReleaseAsset, restAsset } from './release.ts';

/** A file to upload. */
export interface NewAsset {
  /** Of `A-Z a-z 0-9 . _ -`, without a dot at either end: GitHub changes all other names. */
  readonly name: string;
  /** Such as `application/x-wheel+zip` or `application/gzip`. */
  readonly contentType: string;
  /** The exact number of bytes. */
  readonly size: number;
  /** The bytes; they are hashed while they are sent. */
  open(): AsyncIterable<Uint8Array>;
}

/** One upload: streams the bytes of an asset and compares what GitHub stored with what was sent. */
export class AssetUpload {
  readonly #github: GitHubConnection;
  readonly #asset: NewAsset;
  readonly #operation: Operation;
  #digest = '';
  /** Set when the file itself ended the upload; the connection then shows only a broken pipe. */
  #fileError: GitHubError | undefined;

  constructor(github: GitHubConnection, asset: NewAsset) {
    this.#github = github;
    this.#asset = asset;
    this.#operation = github.operation(`upload ${asset.name}`, { writes: true });
  }

  /** Sends the file; one POST. */
  async send({ uploadUrl }: Pick<GitHubRelease, 'uploadUrl'>): Promise<ReleaseAsset> {
    const { name } = this.#asset;
    const url = `${uploadUrl.replace(/\{[^}]*\}$/, '')}?name=${encodeURIComponent(name)}`;
    const response = await this.#post(url);
    if (response.status !== 201) throw errorFromResponse(response, this.#operation);
    const stored = this.#github.parse(restAsset, response.data, this.#operation);
    const difference = this.#differenceTo(stored);
    if (difference === undefined) return stored;
    throw new GitHubError('GITHUB_UPLOAD_DIFFERS', `cannot ${this.#operation.action}: ${difference}`, {
      effect: 'unknown',
      hint: 'Run the command again; it deletes the broken asset of the draft and uploads the file again.',
    });
  }

  async #post(url: string): Promise<ApiResponse> {
    const { contentType, size } = this.#asset;
    try {
      const response = await this.#github.options.http.send({
        service: 'github',
        method: 'POST',
        url,
        headers: {
          ...this.#github.headers(),
          'content-type': contentType,
          'content-length': String(size),
        },
        body: { length: size, open: () => this.#bytes() },
        timeoutMs: timeoutFor(size),
      });
      return { status: response.status, headers: response.headers, data: parseJson(await response.text()) };
    } catch (error) {
      throw this.#fileError ?? errorFromThrown(error, this.#operation);
    }
  }

  async *#bytes(): AsyncIterable<Uint8Array> {
    const hash = createHash('sha256');
    const { size } = this.#asset;
    let sent = 0;
    for await (const chunk of this.#asset.open()) {
      sent += chunk.byteLength;
      if (sent > size) break;
      hash.update(chunk);
      // Before the last byte is sent: the server may answer before the next chunk is requested.
      if (sent === size) this.#digest = `sha256:${hash.copy().digest('hex')}`;
      yield chunk;
    }
    if (sent !== size) {
      this.#fileError = new GitHubError(
        'GITHUB_UPLOAD_DIFFERS',
        `cannot ${this.#operation.action}: the file no longer has ${size} bytes`,
        { effect: 'unknown', hint: 'Another process changes the file. Build or download it again.' },
      );
      throw this.#fileError;
    }
  }

  #differenceTo(stored: ReleaseAsset): string | undefined {
    const { name, size } = this.#asset;
    if (stored.name !== name) return `GitHub named it ${stored.name}`;
    if (stored.size !== size) return `GitHub stored ${stored.size} of ${size} bytes`;
    if (stored.state !== 'uploaded') return `GitHub left it in state ${stored.state}`;
    const same = stored.digest === undefined || stored.digest === this.#digest;
    return same ? undefined : `GitHub stored ${stored.digest ?? ''}, but ${this.#digest} was sent`;
  }
}

/** A minute, and one second more for every 50 kB. */
function timeoutFor(size: number): number {
  return 60_000 + Math.ceil(size / 50);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
