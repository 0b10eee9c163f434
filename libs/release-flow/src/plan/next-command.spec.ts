import { describe, expect, it } from 'vitest';
import { draftNext, fixForward, publishAgain } from './next-command.ts';

describe('the commands in hints', () => {
  it.each([
    ['1.3.0', 'heroku-release draft patch --supersedes 1.3.0'],
    ['2.0.0rc1', 'heroku-release draft prerelease --supersedes 2.0.0rc1'],
    ['1.3.0.post1', 'heroku-release draft patch --supersedes 1.3.0.post1'],
  ])('give up %s', (version, command) => {
    expect(draftNext(version)).toBe(command);
    expect(fixForward(version)).toContain(command);
  });

  it('publish again', () => {
    expect(publishAgain('v1.3.0')).toBe('gh workflow run publish.yml --ref v1.3.0');
  });
});
