import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { GitHubError } from '../errors.ts';
import { checkedAssetName, checkedId } from '../connection/arguments.ts';
import { brokenCall, type Doing, refusalOf } from '../connection/response-error.ts';
import { type GitHubRelease, type ReleaseAsset, restAsset } from './release.ts';

/** A file to upload. */
export interface NewAsset {
  /** Of `A-Z a-z 0-9 . _ -`, without a dot at either end: GitHub renames everything else. */
  readonly name: string;
  /** Such as `application/x-wheel+zip` or `application/gzip`. */
  readonly contentType: string;
  /** Bytes, exactly. */
  readonly size: number;
  /** The bytes; they are hashed on their way out. */
  open(): AsyncIterable<Uint8Array>;
}

/** One POST, streamed, with the answer checked against what was sent. */
export async function uploadAsset(
  github: GitHubConnection,
  release: Pick<GitHubRelease, 'uploadUrl'>,
  asset: NewAsset,
): Promise<ReleaseAsset> {
  const name = checkedAssetName(asset.name);
  const doing = github.doing(`upload ${name}`, true);
  const sent = new SentBytes(asset, doing);
  let answer;
  try {
    const response = await github.options.http.send({
      side: 'github',
      method: 'POST',
      url: `${release.uploadUrl.replace(/\{[^}]*\}$/, '')}?name=${encodeURIComponent(name)}`,
      headers: {
        ...github.headers(),
        'content-type': asset.contentType,
        'content-length': String(asset.size),
      },
      body: { length: asset.size, open: () => sent.stream() },
      timeoutMs: timeoutFor(asset.size),
    });
    answer = { status: response.status, headers: response.headers, data: await body(response) };
  } catch (error) {
    throw sent.problem ?? brokenCall(error, doing);
  }
  if (answer.status !== 201) throw refusalOf(answer, doing);
  const stored = github.parsed(restAsset, answer.data, doing);
  const differs = sent.differenceTo(stored);
  if (differs === undefined) return stored;
  throw new GitHubError('GITHUB_UPLOAD_DIFFERS', `cannot ${doing.what}: ${differs}`, {
    effect: 'unknown',
    hint: 'Run the command again; it deletes the broken asset of the draft and uploads the file again.',
  });
}

/** One DELETE. */
export async function deleteAsset(github: GitHubConnection, id: number): Promise<void> {
  const asset_id = checkedId(id);
  await github.write({
    what: `delete the asset ${id}`,
    expect: [204],
    answers: z.unknown(),
    send: (octokit, at) => octokit.rest.repos.deleteReleaseAsset({ ...at, asset_id }),
  });
}

/** Counts and hashes what goes out. */
class SentBytes {
  readonly #asset: NewAsset;
  readonly #doing: Doing;
  /** Why the file itself ended the upload; the wire only shows a broken pipe. */
  problem: GitHubError | undefined;
  #digest = '';

  constructor(asset: NewAsset, doing: Doing) {
    this.#asset = asset;
    this.#doing = doing;
  }

  async *stream(): AsyncIterable<Uint8Array> {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of this.#asset.open()) {
      size += chunk.byteLength;
      if (size > this.#asset.size) break;
      hash.update(chunk);
      // Before the last byte leaves: the server may answer before this generator is asked again.
      if (size === this.#asset.size) this.#digest = `sha256:${hash.copy().digest('hex')}`;
      yield chunk;
    }
    if (size !== this.#asset.size) {
      this.problem = this.#changed();
      throw this.problem;
    }
  }

  differenceTo(stored: ReleaseAsset): string | undefined {
    if (stored.name !== this.#asset.name) return `GitHub named it ${stored.name}`;
    if (stored.size !== this.#asset.size) return `GitHub stored ${stored.size} of ${this.#asset.size} bytes`;
    if (stored.state !== 'uploaded') return `GitHub left it in state ${stored.state}`;
    const same = stored.digest === undefined || stored.digest === this.#digest;
    return same ? undefined : `GitHub stored ${stored.digest ?? ''}, sent was ${this.#digest}`;
  }

  #changed(): GitHubError {
    return new GitHubError(
      'GITHUB_UPLOAD_DIFFERS',
      `cannot ${this.#doing.what}: the file does not have its ${this.#asset.size} bytes any more`,
      { effect: 'unknown', hint: 'Something changes the file. Build or download it again.' },
    );
  }
}

/** A minute, and a second more for every 50 kB. */
function timeoutFor(size: number): number {
  return 60_000 + Math.ceil(size / 50);
}

async function body(response: { text(): Promise<string> }): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
