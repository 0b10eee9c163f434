import { createHash } from 'node:crypto';
import type { FileDigest } from '@heroku-release/release-kit';

/** Size and SHA-256 of a stream, in constant memory. */
export async function digestStream(stream: AsyncIterable<Uint8Array>): Promise<FileDigest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return { size, sha256: hash.digest('hex') };
}
