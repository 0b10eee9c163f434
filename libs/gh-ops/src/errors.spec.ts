import { expect, it } from 'vitest';
import { GITHUB_ERROR_CODES, GitHubError } from './errors.ts';

it('an invalid argument is wrong usage; every other error may go away on another run', () => {
  const usage = GITHUB_ERROR_CODES.filter((code) => new GitHubError(code, 'm').kind === 'usage');
  const failed = GITHUB_ERROR_CODES.filter((code) => new GitHubError(code, 'm').kind === 'failed');
  expect(usage).toEqual(['GITHUB_BAD_ARGUMENT']);
  expect(failed).toHaveLength(GITHUB_ERROR_CODES.length - 1);
});
