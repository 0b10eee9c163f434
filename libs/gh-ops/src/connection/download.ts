import { KitError } from '@heroku-release/release-kit';
import { GitHubError } from '../errors.ts';
import type { Send } from './call.ts';
import type { GitHubConnection } from './connection.ts';
import { hintFor } from './hints.ts';
import type { ApiResponse } from './response.ts';
import { errorFromThrown, type Operation } from './response-error.ts';

/** Limits of a download. */
export interface DownloadOptions {
  /** Bytes, default 512 MiB; a longer stream fails with `HTTP_TOO_LARGE`. */
  readonly maxBytes?: number | undefined;
}

/** A download in progress. A stream that breaks cannot be resumed: start a new download. */
export interface Download {
  /** Can be read once. */
  readonly stream: AsyncIterable<Uint8Array>;
  /** Bytes, when the storage states them. */
  readonly size?: number | undefined;
  /** As stated by the storage, which may hold something other than a zip. */
  readonly contentType?: string | undefined;
}

const DEFAULT_MAX_BYTES = 512 * 1024 * 1024;
const TIMEOUT_MS = 15 * 60_000;

/**
 * Downloads what `send` asks for: from the response itself, or from the storage that GitHub redirects to. The link to the storage is
 * valid for a minute; the request to the storage carries no credentials.
 */
export async function download(
  github: GitHubConnection,
  action: string,
  send: Send,
  options: DownloadOptions = {},
): Promise<Download> {
  return await github.withRetries(async () => {
    const operation = github.operation(action);
    const response = await github.send(operation, [200, 302], send);
    return response.status === 200
      ? fromResponse(response, operation)
      : await fromStorage(github, linkIn(response, operation), operation, options);
  });
}

function linkIn(response: ApiResponse, operation: Operation): URL {
  const { location } = response.headers;
  const link = typeof location === 'string' ? URL.parse(location) : null;
  if (link === null) throw unexpected(operation, 'GitHub redirected without a link');
  return link;
}

async function fromStorage(
  github: GitHubConnection,
  link: URL,
  operation: Operation,
  options: DownloadOptions,
): Promise<Download> {
  redactLink(github, link);
  try {
    const response = await github.options.http.send({
      service: 'artifact-storage',
      method: 'GET',
      url: link.href,
      headers: { 'user-agent': github.headers()['user-agent'] ?? '' },
      maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
    });
    if (response.status !== 200) {
      await response.discard();
      throw storageError(response.status, operation);
    }
    const size = Number(response.headers['content-length'] ?? Number.NaN);
    return {
      stream: response.stream(),
      contentType: response.headers['content-type'],
      size: Number.isFinite(size) ? size : undefined,
    };
  } catch (error) {
    // The link's query is a secret, so a cause that could print it is dropped.
    if (error instanceof GitHubError || (error instanceof KitError && error.code === 'HTTP_INSECURE'))
      throw error;
    throw errorFromThrown(
      new KitError('HTTP_BROKEN', `the storage at ${link.origin} did not answer`),
      operation,
    );
  }
}

/** A signed link is a secret until it expires. */
function redactLink(github: GitHubConnection, link: URL): void {
  const { redactor } = github.options;
  redactor?.add(link.search.slice(1));
  for (const value of link.searchParams.values()) if (value.length >= 16) redactor?.add(value);
}

/** The storage answers an expired link like a missing file. A retry asks GitHub for a new link, hence the code. */
function storageError(status: number, operation: Operation): GitHubError {
  return new GitHubError('GITHUB_UNAVAILABLE', `cannot ${operation.action}: the storage answered ${status}`, {
    status,
    hint: hintFor('GITHUB_UNAVAILABLE'),
  });
}

function fromResponse({ data, headers }: ApiResponse, operation: Operation): Download {
  const bytes =
    data instanceof ArrayBuffer
      ? new Uint8Array(data)
      : typeof data === 'string'
        ? Buffer.from(data)
        : undefined;
  if (bytes === undefined) throw unexpected(operation, 'the response contains no bytes');
  const contentType = headers['content-type'];
  return {
    stream: once(bytes),
    size: bytes.byteLength,
    contentType: typeof contentType === 'string' ? contentType : undefined,
  };
}

function unexpected(operation: Operation, why: string): GitHubError {
  return new GitHubError('GITHUB_UNEXPECTED_ANSWER', `cannot ${operation.action}: ${why}`, {
    hint: hintFor('GITHUB_UNEXPECTED_ANSWER'),
  });
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of one chunk
async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
