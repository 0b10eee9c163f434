import { expect, it } from 'vitest';
import { GITHUB_ERROR_CODES, GitHubError } from './errors.ts';

it.each([
  ['usage', ['GITHUB_BAD_ARGUMENT']],
  // A tag never moves, so another run cannot help.
  ['refused', ['GITHUB_TAG_ELSEWHERE']],
])('%s: %j; every other error may go away on another run', (kind, codes) => {
  expect(GITHUB_ERROR_CODES.filter((code) => new GitHubError(code, 'm').kind === kind)).toEqual(codes);
});
