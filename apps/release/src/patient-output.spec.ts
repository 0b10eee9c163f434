import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PatientOutput } from './patient-output.ts';

/** A reader that takes its time over every word. */
function slowReader(read: string[]): Writable {
  return new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => {
      read.push(String(chunk));
      setImmediate(done);
    },
  });
}

describe('PatientOutput', () => {
  it('waits for a slow reader, each time anew, and leaves nothing behind', async () => {
    const read: string[] = [];
    const stream = slowReader(read);
    const output = new PatientOutput(stream);
    const listeners = () => stream.eventNames().map((name) => [name, stream.listenerCount(name)]);
    const before = listeners();
    for (const word of 'one two three'.split(' ')) {
      await output.write(word);
      expect(read.at(-1)).toBe(word);
      expect(stream.writableLength).toBe(0);
    }
    expect(listeners()).toEqual(before);
  });

  it('stops quietly when the reader is gone', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'EPIPE' });
    const stream = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        done(gone);
      },
    });
    const output = new PatientOutput(stream);
    await output.write('one');
    expect(output.closed).toBe(true);
    await output.write('two');
  });

  it('takes a plain sink as it is', async () => {
    const written: unknown[] = [];
    await new PatientOutput({ write: (text) => written.push(text) > 9 }).write('one');
    expect(written).toEqual(['one']);
  });
});
