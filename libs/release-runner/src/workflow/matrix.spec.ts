import { describe, expect, it } from 'vitest';
import { combinationName, expandMatrix } from './matrix.ts';

describe('expandMatrix', () => {
  it('multiplies the axes in order', () => {
    expect(expandMatrix({ os: ['a', 'b'], python: ['3.10', '3.11'] })).toEqual([
      { os: 'a', python: '3.10' },
      { os: 'a', python: '3.11' },
      { os: 'b', python: '3.10' },
      { os: 'b', python: '3.11' },
    ]);
  });

  it('returns one empty combination without a matrix', () => {
    expect(expandMatrix(undefined)).toEqual([{}]);
  });

  it('excludes by partial match', () => {
    expect(expandMatrix({ os: ['a', 'b'], v: [1, 2], exclude: [{ os: 'a', v: 2 }, { os: 'b' }] })).toEqual([
      { os: 'a', v: 1 },
    ]);
  });

  it('includes as in the example of the documentation: extends, overwrites only added values, and adds', () => {
    const matrix = {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    };
    const before = structuredClone(matrix);
    expect(expandMatrix(matrix)).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
    expect(matrix).toEqual(before);
  });

  it('accepts include alone', () => {
    expect(expandMatrix({ include: [{ site: 'a' }, { site: 'b' }] })).toEqual([{ site: 'a' }, { site: 'b' }]);
  });
});

describe('combinationName', () => {
  it('appends the values to the id', () => {
    expect(combinationName('test', { python: '3.12', os: { name: 'linux', tries: 2 } })).toBe(
      'test (3.12, linux, 2)',
    );
    expect(combinationName('test', {})).toBe('test');
  });
});
