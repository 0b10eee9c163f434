import { describe, expect, it } from 'vitest';
import { staysInside } from './read-tree.ts';

describe('staysInside', () => {
  it.each(['a.txt', 'docs/conf.py', '.github/x.yml', 'a..b/c', '...'])('%s', (path) => {
    expect(staysInside(path)).toBe(true);
  });

  it.each(['', '/etc/passwd', '../a', 'a/../../b', 'a/..', './a', 'a//b', 'a/', 'C:/a', 'a\\b', '~/a'])(
    'rejects %j',
    (path) => {
      expect(staysInside(path)).toBe(false);
    },
  );
});
