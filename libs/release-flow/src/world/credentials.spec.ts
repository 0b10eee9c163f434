import { Redactor } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { actorEmail, findGithubToken, githubToken, indexToken, tpsToken } from './credentials.ts';

const SECRET = 'marked-secret';

describe.each([
  ['githubToken', githubToken, 'GITHUB_TOKEN', 'GH_TOKEN'],
  ['tpsToken', tpsToken, 'TPS_API_TOKEN', 'TPS_API_TOKEN_PARAM'],
  ['actorEmail', actorEmail, 'ACTOR_EMAIL', 'TPS_API_RELEASE_ACTOR_EMAIL'],
] as const)('%s', (_, read, first, second) => {
  it.each([
    ['under its own name', { [first]: SECRET }],
    ['under the name of the secret', { [second]: SECRET }],
    ['under both names: the first wins', { [first]: SECRET, [second]: 'other' }],
    ['under the second name when the first is empty', { [first]: '', [second]: SECRET }],
    ['under the second name when the first is blank', { [first]: ' \n', [second]: SECRET }],
    ['with whitespace around it', { [first]: ` ${SECRET}\n` }],
  ])('%s', (_name, env) => {
    const redactor = new Redactor();
    expect(read(env, redactor)).toBe(SECRET);
    expect(redactor.text(`x ${SECRET} y`)).toBe('x [redacted] y');
  });

  it.each([[{}], [{ [first]: '' }], [{ [first]: ' ', [second]: '' }]])('missing in %j', (env) => {
    expect(() => read(env, new Redactor())).toThrow(
      expect.objectContaining({ code: 'TOKEN_MISSING', hint: `Set ${first} or ${second}.` }) as Error,
    );
  });
});

describe('indexToken', () => {
  it('is optional', () => {
    expect(indexToken({}, new Redactor())).toBeUndefined();
    expect(indexToken({ PYPI_TOKEN: '' }, new Redactor())).toBeUndefined();
    const redactor = new Redactor();
    expect(indexToken({ PYPI_TOKEN: SECRET }, redactor)).toBe(SECRET);
    expect(redactor.text(SECRET)).toBe('[redacted]');
  });
});

describe('findGithubToken', () => {
  it.each([
    ['by its name', { GITHUB_TOKEN: SECRET }],
    ['by the other name', { GITHUB_TOKEN: '', GH_TOKEN: SECRET }],
  ])('%s', (_name, env) => {
    const redactor = new Redactor();
    expect(findGithubToken(env, redactor)).toBe(SECRET);
    expect(redactor.text(SECRET)).toBe('[redacted]');
  });

  it('is optional', () => {
    expect(findGithubToken({ GITHUB_TOKEN: ' ' }, new Redactor())).toBeUndefined();
  });
});
