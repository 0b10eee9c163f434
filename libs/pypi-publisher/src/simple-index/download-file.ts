import type { HttpClient } from '@heroku-release/release-kit';
import { PypiError } from '../errors.ts';
import type { IndexFile } from './index-file.ts';

/** Dependencies of {@link downloadFile}. */
export interface DownloadFileOptions {
  readonly http: HttpClient;
  readonly userAgent: string;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 15 * 60_000;

/**
 * Downloads a file that an index page links to, without credentials. The bytes are not compared with anything. One request.
 *
 * Errors: `PYPI_INDEX_UNAVAILABLE`; a stream that breaks later throws KitError.
 */
export async function downloadFile(
  file: Pick<IndexFile, 'filename' | 'url'>,
  { http, userAgent, signal }: DownloadFileOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const response = await http.send({
    service: 'pypi',
    method: 'GET',
    url: file.url,
    headers: { accept: '*/*', 'user-agent': userAgent },
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  if (response.status === 200) return response.stream();
  await response.discard();
  throw new PypiError(
    'PYPI_INDEX_UNAVAILABLE',
    `${file.filename} cannot be downloaded from the index: status ${response.status}`,
    { hint: 'Run the command again later.' },
  );
}
