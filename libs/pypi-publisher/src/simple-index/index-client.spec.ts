import { HttpClient, KitError } from '@heroku-release/release-kit';
import { fetchTransport, VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { IndexClient } from './index-client.ts';

const ORIGIN = 'http://127.0.0.1:1';
const FILE = { filename: 'demo-1.0.tar.gz', url: `${ORIGIN}/files/demo-1.0.tar.gz` };

type Reply = () => Response;
const bytes =
  (text: string): Reply =>
  () =>
    new Response(text);
const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response('no', { status: code, headers });
/** A body that breaks in the middle. */
const broken: Reply = () =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('by'));
      },
      pull: (controller) => {
        controller.error(new KitError('HTTP_BROKEN', 'connection reset'));
      },
    }),
  );

function index(...replies: Reply[]) {
  const clock = new VirtualClock();
  const seen: Request[] = [];
  const http = new HttpClient({
    transport: fetchTransport((request) => {
      seen.push(request);
      const reply = replies.shift();
      if (reply === undefined) throw new Error(`not expected: ${request.url}`);
      return Promise.resolve(reply());
    }),
  });
  const random = { hex: () => '', fraction: () => 1 };
  const options = { http, clock, random, indexUrl: `${ORIGIN}/simple/`, userAgent: 'test' };
  return { client: new IndexClient(options), seen, clock };
}

async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('downloadFile', () => {
  it.each<[string, Reply[], string]>([
    ['at once', [bytes('bytes')], 'bytes'],
    [
      'after a redirect to another host',
      [status(302, { location: 'http://localhost:2/x' }), bytes('b')],
      'b',
    ],
    ['after an outage', [status(503), status(429, { 'retry-after': '7' }), bytes('bytes')], 'bytes'],
    ['from the beginning after a broken connection', [broken, bytes('bytes')], 'bytes'],
  ])('streams the file %s', async (_name, replies, expected) => {
    const { client, seen } = index(...replies);
    expect(await client.downloadFile(FILE, text)).toBe(expected);
    for (const request of seen) {
      expect(request.headers.has('authorization')).toBe(false);
      expect(request.headers.get('user-agent')).toBe('test');
    }
  });

  it('is undefined for a file that the index lists but does not have', async () => {
    expect(await index(status(404)).client.downloadFile(FILE, text)).toBeUndefined();
  });

  it.each<[string, Reply[], string]>([
    ['an outage that lasts', Array.from({ length: 4 }, () => status(503)), 'PYPI_INDEX_UNAVAILABLE'],
    ['a refusal', [status(403)], 'PYPI_INDEX_UNAVAILABLE'],
    [
      'redirects without end',
      Array.from({ length: 6 }, () => status(302, { location: '/again' })),
      'PYPI_INDEX_UNAVAILABLE',
    ],
    ['a redirect to nowhere', [status(302, { location: 'http://[' })], 'PYPI_INDEX_UNAVAILABLE'],
    ['more bytes than allowed, tried once', [bytes('123456789')], 'PYPI_INDEX_INVALID'],
  ])('fails: %s', async (_name, replies, code) => {
    const { client, seen } = index(...replies);
    const count = replies.length;
    await expect(client.downloadFile(FILE, text, { maxBytes: 8 })).rejects.toMatchObject({ code });
    expect(seen).toHaveLength(count);
  });

  it('does not follow a redirect from https to http', async () => {
    const { client } = index(status(302, { location: 'http://127.0.0.1/x' }));
    const file = { ...FILE, url: 'https://files.test/demo-1.0.tar.gz' };
    await expect(client.downloadFile(file, text)).rejects.toMatchObject({ code: 'PYPI_INDEX_UNAVAILABLE' });
  });

  it('passes on what the receiver throws', async () => {
    const { client, seen } = index(bytes('bytes'));
    const full = () => Promise.reject(new Error('disk full'));
    await expect(client.downloadFile(FILE, full)).rejects.toThrow('disk full');
    expect(seen).toHaveLength(1);
  });
});
