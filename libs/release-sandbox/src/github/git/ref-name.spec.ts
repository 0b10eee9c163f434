import { execaSync } from 'execa';
import { expect, it } from 'vitest';
import { isRefName } from './ref-name.ts';

it.each([
  'refs/tags/v1.0.0',
  'refs/heads/feature/one',
  'refs/tags/1.0+local',
  'refs/tags/a..b',
  'refs/tags/.a',
  'refs/tags/a/.b',
  'refs/tags/a.lock',
  'refs/tags/a.lock/b',
  'refs/tags/a.',
  'refs/tags/a/',
  'refs/tags//a',
  '/refs/tags/a',
  'refs/tags/',
  'refs/tags/a b',
  'refs/tags/a~1',
  'refs/tags/a^',
  'refs/tags/a:b',
  'refs/tags/a?',
  'refs/tags/a*',
  'refs/tags/a[b',
  'refs/tags/a\\b',
  'refs/tags/a@{b',
  'refs/tags/@',
  'refs/tags/a\u0001',
  'refs/tags/\u00e4',
  'main',
])('judges %j as git does', (name) => {
  const git = execaSync('git', ['check-ref-format', name], { reject: false });
  expect(isRefName(name)).toBe(git.exitCode === 0);
});
