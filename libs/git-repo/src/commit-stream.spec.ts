import { describe, expect, it } from 'vitest';
import { codeOf } from '../test/git-world.ts';
import { MESSAGE_ONLY, readCommits } from './commit-stream.ts';

const id = (digit: string) => digit.repeat(40);

/** The output of `git log -z` for two commits. */
const LOG = Buffer.from(
  [id('a'), id('b'), 'feat: café', 'body\n', id('b'), '', 'begin', ''].map((field) => `${field}\0`).join(''),
);

/** Reads the log in chunks of `size` bytes. */
async function read(log: Buffer, size: number) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < log.length; at += size) {
      await Promise.resolve();
      yield log.subarray(at, at + size);
    }
  }
  return (await Array.fromAsync(readCommits(chunks(), MESSAGE_ONLY))).flat();
}

describe('readCommits', () => {
  it.each([1, 2, 7, 50, 1000])('reads the same from chunks of %i bytes', async (size) => {
    expect(await read(LOG, size)).toEqual([
      { sha: id('a'), parents: [id('b')], subject: 'feat: café', body: 'body' },
      { sha: id('b'), parents: [], subject: 'begin', body: '' },
    ]);
  });

  it('reads no commits from an empty log', async () => {
    expect(await read(Buffer.alloc(0), 10)).toEqual([]);
  });

  it.each([1, 41, 45, 82, 97, 99, LOG.length - 1])(
    'refuses a log that ends after %i bytes',
    async (length) => {
      expect(await codeOf(read(LOG.subarray(0, length), 30))).toBe('GIT_COMMAND_FAILED');
    },
  );
});
