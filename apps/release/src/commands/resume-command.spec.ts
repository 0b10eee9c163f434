import { describe, expect, it } from 'vitest';
import { optionWords, resumeCommand } from './resume-command.ts';

describe('resumeCommand', () => {
  it.each([
    [['draft', 'minor'], 'heroku-release draft minor'],
    [['draft', undefined, '1.2.3rc1'], 'heroku-release draft 1.2.3rc1'],
    [['publish', ...optionWords('--repo', '/a/b-c_d.e')], 'heroku-release publish --repo /a/b-c_d.e'],
    [['publish', ...optionWords('--repo', undefined)], 'heroku-release publish'],
    [['draft', '$(id)'], "heroku-release draft '$(id)'"],
    [['draft', "it's"], String.raw`heroku-release draft 'it'\''s'`],
    [['draft', 'two words'], "heroku-release draft 'two words'"],
    [['draft', ''], "heroku-release draft ''"],
    [['draft', '~'], "heroku-release draft '~'"],
  ])('%j gives %s', (words, command) => {
    expect(resumeCommand(...words)).toBe(command);
  });
});
