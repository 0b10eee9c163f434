import { HttpClient, KitError } from '@heroku-release/release-kit';
import { FaultScript, VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { refused, restRun } from '../../test/responses.ts';
import { type Reply, ScriptedGitHub } from '../../test/scripted-github.ts';
import { GitHubRepository } from '../github-repository.ts';

const success: Reply = { status: 200, json: restRun() };
const down = refused(503, 'unavailable');

async function read(...replies: Reply[]) {
  const github = new ScriptedGitHub().reply(...replies);
  const start = github.clock.now();
  const outcome = await github
    .repository()
    .runs.get(31)
    .then(
      () => 'success',
      (error: unknown) => (error as { code: string }).code,
    );
  return { outcome, requests: github.calls.length, waitedMs: github.clock.now() - start };
}

describe('a read is retried', () => {
  it.each<[string, Reply[], Awaited<ReturnType<typeof read>>]>([
    ['never when it succeeds', [success], { outcome: 'success', requests: 1, waitedMs: 0 }],
    ['after a server error', [down, success], { outcome: 'success', requests: 2, waitedMs: 1000 }],
    ['after a broken connection', ['break', success], { outcome: 'success', requests: 2, waitedMs: 1000 }],
    [
      'three times at most',
      [down, down, down, down],
      { outcome: 'GITHUB_UNAVAILABLE', requests: 4, waitedMs: 7000 },
    ],
    [
      'after the wait that GitHub asks for',
      [refused(429, 'slow down', { 'retry-after': '30' }), success],
      { outcome: 'success', requests: 2, waitedMs: 30_000 },
    ],
    [
      'after a minute for a secondary limit that states no time',
      [refused(403, 'You have exceeded a secondary rate limit'), success],
      { outcome: 'success', requests: 2, waitedMs: 60_000 },
    ],
    [
      'not beyond two minutes in total',
      [refused(429, 'x', { 'retry-after': '70' }), refused(429, 'x', { 'retry-after': '70' })],
      { outcome: 'GITHUB_RATE_LIMITED', requests: 2, waitedMs: 70_000 },
    ],
    [
      'not when the primary limit resets in an hour',
      [refused(403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767326645' })],
      { outcome: 'GITHUB_RATE_LIMITED', requests: 1, waitedMs: 0 },
    ],
    [
      'not after a 404',
      [refused(404, 'Not Found')],
      { outcome: 'GITHUB_NOT_FOUND', requests: 1, waitedMs: 0 },
    ],
    [
      'not after a response of another shape',
      [{ status: 200, json: {} }],
      { outcome: 'GITHUB_UNEXPECTED_ANSWER', requests: 1, waitedMs: 0 },
    ],
  ])('%s', async (_name, replies, expected) => {
    expect(await read(...replies)).toEqual(expected);
  });

  it('also when it is a query, whether the error is in the status or in the body', async () => {
    const github = new ScriptedGitHub()
      .reply(down, { status: 200, json: { errors: [{ type: 'RATE_LIMITED', message: 'limit' }] } })
      .reply({
        status: 200,
        json: { errors: [{ message: 'Something went wrong while executing your query.' }] },
      })
      .data({ ref: null });
    expect(await github.repository().tags.find('v1')).toBeUndefined();
    expect(github.calls).toHaveLength(4);
  });
});

describe('a write is not retried', () => {
  it.each<[string, Reply]>([
    ['a server error', down],
    ['a broken connection', 'break'],
    ['a rate limit', refused(429, 'x', { 'retry-after': '1' })],
  ])('after %s', async (_name, reply) => {
    const github = new ScriptedGitHub().reply(reply);
    await expect(github.repository().releases.deleteAsset(21)).rejects.toThrow();
    expect(github.calls).toHaveLength(1);
    expect(github.clock.now()).toBe(new ScriptedGitHub().clock.now());
  });
});

describe('a failure of the HTTP client', () => {
  const unreachable = new KitError('HTTP_UNREACHABLE', 'nothing was sent');
  const client = (http: HttpClient, apiUrl = 'http://127.0.0.1:1') =>
    new GitHubRepository({
      http,
      owner: 'heroku',
      repo: 'demo',
      endpoints: { apiUrl, graphqlUrl: `${apiUrl}/graphql` },
      clock: new VirtualClock(),
    });

  it('a write that was not sent: no effect', async () => {
    const http = new HttpClient({ transport: () => Promise.reject(unreachable) });
    await expect(client(http).releases.deleteAsset(21)).rejects.toMatchObject({
      code: 'GITHUB_UNAVAILABLE',
      effect: 'none',
      cause: unreachable,
    });
    expect(http.sent).toHaveLength(1);
  });

  it('a write whose connection broke: effect unknown', async () => {
    const http = new HttpClient({ faults: new FaultScript({ at: 0, when: 'before', how: 'break' }) });
    await expect(client(http).releases.deleteAsset(21)).rejects.toMatchObject({
      code: 'GITHUB_UNAVAILABLE',
      effect: 'unknown',
    });
  });

  it('an address that is not https: refused, without a retry', async () => {
    const http = new HttpClient();
    await expect(client(http, 'http://host.example').runs.get(1)).rejects.toMatchObject({
      code: 'HTTP_INSECURE',
    });
    expect(http.sent).toHaveLength(0);
  });

  it('the signal ends a wait', async () => {
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
    await expect(repository.runs.get(31)).rejects.toBe(stop.signal.reason);
    expect(github.calls).toHaveLength(1);
  });
});
