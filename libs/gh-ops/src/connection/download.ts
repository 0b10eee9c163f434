import { KitError } from '@heroku-release/release-kit';
import type { Answer } from './response.ts';
import type { Call, GitHubConnection } from './connection.ts';
import { GitHubError } from '../errors.ts';
import { hintFor } from './hints.ts';
import { checkedId } from './arguments.ts';
import { brokenCall, type Doing } from './response-error.ts';

/** How much is read at most. */
export interface DownloadOptions {
  /** Bytes, default 512 MiB; more ends the stream with `HTTP_TOO_LARGE`. */
  readonly maxBytes?: number;
}

/** Bytes on their way. A stream that breaks is not resumed: ask for a new download. */
export interface Download {
  /** To be read once. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** Bytes, when the storage says. */
  readonly size?: number | undefined;
  /** Storage may hold something else than a zip; this tells. */
  readonly contentType?: string | undefined;
}

const LIMIT = 512 * 1024 * 1024;
const TIMEOUT_MS = 15 * 60_000;

/** One request to GitHub for the link, which lives a minute, and one to the storage, without credentials. */
export async function downloadArtifact(
  github: GitHubConnection,
  id: number,
  options: DownloadOptions = {},
): Promise<Download> {
  const artifact_id = checkedId(id);
  return await download(github, `download the artifact ${id}`, options, (octokit, at) =>
    octokit.rest.actions.downloadArtifact({
      ...at,
      artifact_id,
      archive_format: 'zip',
      request: { redirect: 'manual' },
    }),
  );
}

/** The same for a file of a release. */
export async function downloadAsset(
  github: GitHubConnection,
  id: number,
  options: DownloadOptions = {},
): Promise<Download> {
  const asset_id = checkedId(id);
  return await download(github, `download the asset ${id}`, options, (octokit, at) =>
    octokit.rest.repos.getReleaseAsset({
      ...at,
      asset_id,
      headers: { accept: 'application/octet-stream' },
      request: { redirect: 'manual' },
    }),
  );
}

async function download(
  github: GitHubConnection,
  what: string,
  options: DownloadOptions,
  send: Call<never>['send'],
): Promise<Download> {
  return await github.repeated(async () => {
    const doing = github.doing(what, false);
    const answer = await github.send(doing, [200, 302], send);
    return answer.status === 200
      ? direct(answer, doing)
      : await fromStorage(github, linkIn(answer), doing, options);
  });
}

function linkIn(answer: Answer): string {
  const { location } = answer.headers;
  return typeof location === 'string' ? location : '';
}

async function fromStorage(
  github: GitHubConnection,
  location: string,
  doing: Doing,
  options: DownloadOptions,
): Promise<Download> {
  if (!URL.canParse(location)) throw unexpected(doing, 'GitHub gave no link');
  const link = new URL(location);
  hide(github, link);
  try {
    const response = await github.options.http.send({
      side: 'artifact-storage',
      method: 'GET',
      url: location,
      headers: { 'user-agent': github.headers()['user-agent'] ?? '' },
      maxBytes: options.maxBytes ?? LIMIT,
      timeoutMs: TIMEOUT_MS,
    });
    if (response.status !== 200) throw storageRefusal(response.status, doing);
    const size = Number(response.headers['content-length'] ?? Number.NaN);
    return {
      stream: response.stream(),
      contentType: response.headers['content-type'],
      size: Number.isFinite(size) ? size : undefined,
    };
  } catch (error) {
    // The link's query is a password: no cause that could print it goes on.
    if (error instanceof GitHubError || (error instanceof KitError && error.code === 'HTTP_INSECURE'))
      throw error;
    throw brokenCall(new KitError('HTTP_BROKEN', `the storage at ${link.origin} did not answer`), doing);
  }
}

/** A signed link is a password until it expires. */
function hide(github: GitHubConnection, link: URL): void {
  const { redactor } = github.options;
  redactor?.add(link.search.slice(1));
  for (const value of link.searchParams.values()) if (value.length >= 16) redactor?.add(value);
}

/** An expired link is answered like a missing file; asking GitHub for a new one is the way on, so it may be tried again. */
function storageRefusal(status: number, doing: Doing): GitHubError {
  return new GitHubError('GITHUB_UNAVAILABLE', `cannot ${doing.what}: the storage answered ${status}`, {
    status,
    hint: hintFor('GITHUB_UNAVAILABLE'),
  });
}

function direct(answer: Answer, doing: Doing): Download {
  const { data } = answer;
  const bytes =
    data instanceof ArrayBuffer
      ? new Uint8Array(data)
      : typeof data === 'string'
        ? Buffer.from(data)
        : undefined;
  if (bytes === undefined) throw unexpected(doing, 'GitHub answered no bytes');
  const contentType = answer.headers['content-type'];
  return {
    stream: once(bytes),
    size: bytes.byteLength,
    contentType: typeof contentType === 'string' ? contentType : undefined,
  };
}

function unexpected(doing: Doing, why: string): GitHubError {
  return new GitHubError('GITHUB_UNEXPECTED_ANSWER', `cannot ${doing.what}: ${why}`, {
    hint: hintFor('GITHUB_UNEXPECTED_ANSWER'),
  });
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of one chunk
async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
