import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { privateFolder } from './private-folder.ts';

describe('privateFolder', () => {
  it.each([
    {
      name: 'XDG_CACHE_HOME',
      env: { XDG_CACHE_HOME: '/c', HOME: '/h' },
      is: '/c/heroku-release',
    },
    { name: 'HOME, without XDG_CACHE_HOME', env: { HOME: '/h' }, is: '/h/.cache/heroku-release' },
    {
      name: 'an empty XDG_CACHE_HOME',
      env: { XDG_CACHE_HOME: '', HOME: '/h' },
      is: '/h/.cache/heroku-release',
    },
    { name: 'neither variable', env: {}, is: `${homedir()}/.cache/heroku-release` },
  ])('uses $name', ({ env, is }) => {
    expect(privateFolder(env)).toBe(is);
  });
});
