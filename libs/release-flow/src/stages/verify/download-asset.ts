import type { GitHubRepository, ReleaseAsset } from '@heroku-release/gh-ops';
import { isTransportError } from '@heroku-release/release-kit';

const TRIES = 3;

/**
 * Downloads a file of a release and passes its bytes to `receive` as a stream. After a connection that breaks half-way, it starts again
 * with a new stream, three times in all.
 *
 * Errors: those of GitHub; `HTTP_TOO_LARGE` for more than `maxBytes`.
 */
export async function downloadAsset<T>(
  github: GitHubRepository,
  { id }: Pick<ReleaseAsset, 'id'>,
  receive: (stream: AsyncIterable<Uint8Array>) => Promise<T>,
  maxBytes: number,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { stream } = await github.releases.downloadAsset(id, { maxBytes });
    try {
      return await receive(stream);
    } catch (error) {
      if (attempt >= TRIES || !isTransportError(error) || error.code === 'HTTP_TOO_LARGE') throw error;
    }
  }
}
