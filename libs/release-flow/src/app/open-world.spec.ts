import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { hostOf } from './host.ts';
import type { ProgramHost } from './host.ts';
import { openWorld } from './open-world.ts';

const SECRETS = [
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'INPUT_TOKEN',
  'TPS_API_TOKEN',
  'TPS_API_TOKEN_PARAM',
  'ACTOR_EMAIL',
  'TPS_API_RELEASE_ACTOR_EMAIL',
  'PYPI_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
];

const host = (env: ProgramHost['env'], kill: () => void = () => undefined): ProgramHost => ({
  env: { PATH: process.env['PATH'], ...env },
  out: () => undefined,
  err: () => undefined,
  onInterrupt: () => undefined,
  kill,
});

describe('openWorld', () => {
  it('passes the environment to processes without secrets', async () => {
    const secrets = Object.fromEntries(SECRETS.map((name) => [name, `marked-${name.toLowerCase()}`]));
    const { commands, env } = openWorld(host({ ...secrets, HOME: '/home/ada', LANG: 'C' }));
    const seen = await commands.output({ command: 'env', args: [] });
    expect(seen).toContain('HOME=/home/ada');
    expect(seen).toContain('LANG=C');
    expect(seen).not.toContain('marked-');
    for (const name of SECRETS) {
      expect(seen).not.toContain(name);
      expect(env[name]).toBe(`marked-${name.toLowerCase()}`);
    }
  });

  it.each(SECRETS)('redacts %s from the start', (name) => {
    const { redactor } = openWorld(host({ [name]: 'marked-secret' }));
    expect(redactor.text('it is marked-secret!')).toBe('it is [redacted]!');
  });

  it.each([
    [{}, false],
    [{ GITHUB_ACTIONS: 'false' }, false],
    [{ GITHUB_ACTIONS: 'true' }, true],
  ])('uses the runner protocol with %j: %s', (env, uses) => {
    expect(openWorld(host(env)).actions !== undefined).toBe(uses);
  });

  it.each(['before', 'after'])('HEROKU_RELEASE_FAULT kills the process %s the given point', async (when) => {
    const killed = Promise.withResolvers<string>();
    const env = { HEROKU_RELEASE_FAULT: `kill ${when} 1` };
    const { commands } = openWorld(
      host(env, () => {
        killed.resolve('killed');
      }),
    );
    await commands.output({ command: 'true', args: [] });
    const second = commands.output({ command: 'true', args: [] });
    expect(await Promise.race([killed.promise, second])).toBe('killed');
  });

  it.each(['kill', 'kill before', 'kill before x', 'break after 3', 'KILL BEFORE 3', 'kill before 3 '])(
    'HEROKU_RELEASE_FAULT=%j is invalid',
    (order) => {
      expect(() => openWorld(host({ HEROKU_RELEASE_FAULT: order }))).toThrow(
        expect.objectContaining({ code: 'ENVIRONMENT_INVALID' }) as Error,
      );
    },
  );

  it('ignores an empty HEROKU_RELEASE_FAULT', async () => {
    const { commands } = openWorld(host({ HEROKU_RELEASE_FAULT: '' }));
    expect(await commands.output({ command: 'echo', args: ['well'] })).toBe('well\n');
  });
});

describe('hostOf', () => {
  it('reads the environment once, and forwards output, signals and kill', () => {
    const seen: string[] = [];
    const env: Record<string, string> = { A: '1' };
    const made = hostOf({
      env,
      pid: 42,
      stdout: { write: (text) => seen.push(`out ${text}`) },
      stderr: { write: (text) => seen.push(`err ${text}`) },
      on: (signal) => seen.push(signal),
      kill: (pid, signal) => seen.push(`${pid} ${signal}`),
    });
    env['A'] = '2';
    made.out('a');
    made.err('b');
    made.onInterrupt(() => undefined);
    made.kill();
    expect(made.env).toEqual({ A: '1' });
    expect(seen).toEqual(['out a', 'err b', 'SIGINT', 'SIGTERM', 'SIGHUP', '42 SIGKILL']);
  });
});
