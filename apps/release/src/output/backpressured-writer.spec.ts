import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { BackpressuredWriter } from './backpressured-writer.ts';

/** A stream that consumes one chunk at a time. */
function slowReader(read: string[]): Writable {
  return new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => {
      read.push(String(chunk));
      setImmediate(done);
    },
  });
}

describe('BackpressuredWriter', () => {
  it('waits for a slow reader at every write and removes its listeners', async () => {
    const read: string[] = [];
    const stream = slowReader(read);
    const writer = new BackpressuredWriter(stream);
    const listeners = () => stream.eventNames().map((name) => [name, stream.listenerCount(name)]);
    const before = listeners();
    for (const word of 'one two three'.split(' ')) {
      await writer.write(word);
      expect(read.at(-1)).toBe(word);
      expect(stream.writableLength).toBe(0);
    }
    expect(listeners()).toEqual(before);
  });

  it('stops quietly when the reader closes the stream', async () => {
    const brokenPipe = Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
    const stream = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        done(brokenPipe);
      },
    });
    const writer = new BackpressuredWriter(stream);
    await writer.write('one');
    expect(writer.closed).toBe(true);
    await writer.write('two');
  });

  it('writes to a plain sink without waiting', async () => {
    const written: unknown[] = [];
    await new BackpressuredWriter({ write: (text) => written.push(text) > 9 }).write('one');
    expect(written).toEqual(['one']);
  });
});
