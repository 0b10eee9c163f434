import { describe, expect, it } from 'vitest';
import { parseKeyValues } from './command-files.ts';

describe('parseKeyValues', () => {
  it.each([
    ['a=b\nc=d=e\n', { a: 'b', c: 'd=e' }],
    ['a<<END\none\ntwo\nEND\nb=c\n', { a: 'one\ntwo', b: 'c' }],
    ['a<<END\nEND\n', { a: '' }],
    ['a=x<<END\n', { a: 'x<<END' }],
    ['a<<E=F\nv\nE=F\n', { a: 'v' }],
    ['\r\na=b\r\n\r\n', { a: 'b' }],
    ['a=1\na=2\n', { a: '2' }],
    ['', {}],
  ])('%j', (text, values) => {
    expect(parseKeyValues(text, 'GITHUB_OUTPUT')).toEqual(values);
  });

  it.each(['nonsense', '=x', 'a<<END\nnever ends\n', 'a<<\nx\n\n', '<<END\nx\nEND\n'])(
    'refuses %j',
    (text) => {
      expect(() => parseKeyValues(text, 'GITHUB_OUTPUT')).toThrow(
        expect.objectContaining({ code: 'RUNNER_COMMAND_FILE_INVALID' }),
      );
    },
  );
});
