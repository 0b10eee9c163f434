import { HttpClient, KitError } from '@heroku-release/release-kit';
import { FaultScript, VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { refused, restRun } from '../../test/answers.ts';
import { type Reply, ScriptedGitHub } from '../../test/scripted-github.ts';
import { GitHubRepository } from '../github-repository.ts';

const fine: Reply = { status: 200, json: restRun() };
const down = refused(503, 'unavailable');

async function read(...replies: Reply[]) {
  const github = new ScriptedGitHub().reply(...replies);
  const start = github.clock.now();
  const outcome = await github
    .repository()
    .run(31)
    .then(
      () => 'fine',
      (error: unknown) => (error as { code: string }).code,
    );
  return { outcome, requests: github.calls.length, waitedMs: github.clock.now() - start };
}

describe('a read is repeated', () => {
  it.each<[string, Reply[], Awaited<ReturnType<typeof read>>]>([
    ['never when it works', [fine], { outcome: 'fine', requests: 1, waitedMs: 0 }],
    ['after a server error', [down, fine], { outcome: 'fine', requests: 2, waitedMs: 1000 }],
    ['after a broken connection', ['break', fine], { outcome: 'fine', requests: 2, waitedMs: 1000 }],
    [
      'three times at most',
      [down, down, down, down],
      { outcome: 'GITHUB_UNAVAILABLE', requests: 4, waitedMs: 7000 },
    ],
    [
      'after as long as GitHub asks',
      [refused(429, 'slow down', { 'retry-after': '30' }), fine],
      { outcome: 'fine', requests: 2, waitedMs: 30_000 },
    ],
    [
      'after a minute for a secondary limit without a time',
      [refused(403, 'You have exceeded a secondary rate limit'), fine],
      { outcome: 'fine', requests: 2, waitedMs: 60_000 },
    ],
    [
      'not beyond two minutes in all',
      [refused(429, 'x', { 'retry-after': '70' }), refused(429, 'x', { 'retry-after': '70' })],
      { outcome: 'GITHUB_RATE_LIMITED', requests: 2, waitedMs: 70_000 },
    ],
    [
      'not when the primary limit resets in an hour',
      [refused(403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767326645' })],
      { outcome: 'GITHUB_RATE_LIMITED', requests: 1, waitedMs: 0 },
    ],
    [
      'not after a refusal',
      [refused(404, 'Not Found')],
      { outcome: 'GITHUB_NOT_FOUND', requests: 1, waitedMs: 0 },
    ],
    [
      'not after an answer it does not understand',
      [{ status: 200, json: {} }],
      { outcome: 'GITHUB_UNEXPECTED_ANSWER', requests: 1, waitedMs: 0 },
    ],
  ])('%s', async (_name, replies, wanted) => {
    expect(await read(...replies)).toEqual(wanted);
  });

  it('also when it is a query, whether the error comes by status or inside the answer', async () => {
    const github = new ScriptedGitHub()
      .reply(down, { status: 200, json: { errors: [{ type: 'RATE_LIMITED', message: 'limit' }] } })
      .reply({
        status: 200,
        json: { errors: [{ message: 'Something went wrong while executing your query.' }] },
      })
      .data({ ref: null });
    expect(await github.repository().findTag('v1')).toBeUndefined();
    expect(github.calls).toHaveLength(4);
  });
});

describe('a write is not repeated', () => {
  it.each<[string, Reply]>([
    ['a server error', down],
    ['a broken connection', 'break'],
    ['a rate limit', refused(429, 'x', { 'retry-after': '1' })],
  ])('after %s', async (_name, reply) => {
    const github = new ScriptedGitHub().reply(reply);
    await expect(github.repository().deleteAsset(21)).rejects.toThrow();
    expect(github.calls).toHaveLength(1);
    expect(github.clock.now()).toBe(new ScriptedGitHub().clock.now());
  });
});

describe('what broke at the door', () => {
  const unreachable = new KitError('HTTP_UNREACHABLE', 'nothing was sent');
  const client = (http: HttpClient, apiUrl = 'http://127.0.0.1:1') =>
    new GitHubRepository({
      http,
      owner: 'heroku',
      repo: 'demo',
      endpoints: { apiUrl, graphqlUrl: `${apiUrl}/graphql` },
      clock: new VirtualClock(),
    });

  it('a write that never left has no effect', async () => {
    const http = new HttpClient({ transport: () => Promise.reject(unreachable) });
    await expect(client(http).deleteAsset(21)).rejects.toMatchObject({
      code: 'GITHUB_UNAVAILABLE',
      effect: 'none',
      cause: unreachable,
    });
    expect(http.sent).toHaveLength(1);
  });

  it('a write that broke has an unknown one', async () => {
    const http = new HttpClient({ faults: new FaultScript({ at: 0, when: 'before', how: 'break' }) });
    await expect(client(http).deleteAsset(21)).rejects.toMatchObject({
      code: 'GITHUB_UNAVAILABLE',
      effect: 'unknown',
    });
  });

  it('an address that is not https is refused as such, once', async () => {
    const http = new HttpClient();
    await expect(client(http, 'http://host.example').run(1)).rejects.toMatchObject({ code: 'HTTP_INSECURE' });
    expect(http.sent).toHaveLength(0);
  });

  it('a wait ends with the signal', async () => {
    const github = new ScriptedGitHub().reply(down);
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    const repository = new GitHubRepository({
      http: github.http,
      owner: 'heroku',
      repo: 'demo',
      endpoints: { apiUrl: 'http://127.0.0.1:1', graphqlUrl: 'http://127.0.0.1:1/graphql' },
      clock: github.clock,
      signal: stop.signal,
    });
    await expect(repository.run(31)).rejects.toBe(stop.signal.reason);
    expect(github.calls).toHaveLength(1);
  });
});
