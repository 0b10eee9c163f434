import { describe, expect, it } from 'vitest';
import { matchesPatterns } from './filter-pattern.ts';

describe('matchesPatterns', () => {
  it.each([
    ['v[0-9]*', 'v1.2.3', true],
    ['v[0-9]*', 'version', false],
    ['v[0-9]*', 'v1/x', false],
    ['main', 'main', true],
    ['main', 'maintenance', false],
    ['releases/**', 'releases/10/beta', true],
    ['releases/*', 'releases/10/beta', false],
    ['**/README.md', 'README.md', true],
    ['docs/**/*.md', 'docs/a/b.md', true],
    ['docs/**/*.md', 'docs/b.md', true],
    ['*.jsx?', 'page.js', true],
    ['v2.+', 'v2...', true],
    ['v1.0', 'v1x0', false],
    [String.raw`\*star`, '*star', true],
  ])('%s on %s: %s', (pattern, name, matches) => {
    expect(matchesPatterns([pattern], name)).toBe(matches);
  });

  it('lets the last matching pattern decide', () => {
    const patterns = ['releases/**', '!releases/**-alpha', 'releases/9-alpha'];
    expect(
      ['releases/8', 'releases/8-alpha', 'releases/9-alpha'].map((n) => matchesPatterns(patterns, n)),
    ).toEqual([true, false, true]);
  });
});
