import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { privateFolder } from './private-folder.ts';

describe('privateFolder', () => {
  it.each([
    {
      name: 'the cache folder that is set',
      env: { XDG_CACHE_HOME: '/c', HOME: '/h' },
      is: '/c/heroku-release',
    },
    { name: 'the usual one', env: { HOME: '/h' }, is: '/h/.cache/heroku-release' },
    { name: 'an empty variable', env: { XDG_CACHE_HOME: '', HOME: '/h' }, is: '/h/.cache/heroku-release' },
    { name: 'no variable at all', env: {}, is: `${homedir()}/.cache/heroku-release` },
  ])('$name', ({ env, is }) => {
    expect(privateFolder(env)).toBe(is);
  });
});
