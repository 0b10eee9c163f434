import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { modules, NOT_PLAIN, PLAIN } from '../test/modules.ts';
import { askPython, pythonCan } from '../test/python.ts';
import { findAssignedString } from './python-assignment.ts';

function assigned(source: string): string | undefined {
  const span = findAssignedString(source, '__version__');
  return span && source.slice(span.start, span.end);
}

describe('findAssignedString', () => {
  test.each(PLAIN)('%s', (statement) => {
    const version = statement.includes('1.2.3') ? '1.2.3' : '';
    expect(assigned(statement)).toBe(version);
    expect(assigned(`\uFEFF"""Text."""\r\n${statement}\r\nx = 1\r\n`)).toBe(version);
  });

  test.each(NOT_PLAIN)('%j is not a plain string', (statement) => {
    expect(assigned(`${statement}\n__version__ = "9"\n`)).toBeUndefined();
  });

  it('finds the first assignment', () => {
    expect(assigned('__version__ = "1"\n__version__ = "2"')).toBe('1');
  });

  it('finds the given name only', () => {
    const source = 'VERSION = "1"\n__version__ = "2"';
    expect(findAssignedString(source, 'VERSION')).toEqual({ start: 11, end: 12 });
    expect(findAssignedString(source, 'ERSION')).toBeUndefined();
    expect(findAssignedString(source, '.*')).toBeUndefined();
  });

  test.each([
    '',
    '"""',
    "'",
    '\\',
    '(',
    '__version__',
    '__version__ =',
    '__version__ = "',
    '__version__ = """1',
    'x = "\\',
  ])('finds nothing in %j, and terminates', (source) => {
    expect(assigned(source)).toBeUndefined();
  });

  it('reads a long module in one pass', () => {
    const source = `${'x = [1, "a"] # __version__ = "0"\n'.repeat(100_000)}__version__ = "1"`;
    expect(assigned(source)).toBe('1');
    expect(assigned(`${'x='.repeat(100_000)}1\n__version__ = "1"`)).toBe('1');
  });
});

describe.skipIf(!pythonCan('import ast'))('compared with Python’s ast (skipped without python3)', () => {
  it('finds the assigned strings in 3,000 modules', () => {
    const sources = fc.sample(modules, { numRuns: 3000, seed: 3 });
    const answers = askPython('ast_oracle.py', sources) as (string | null)[];
    let found = 0;
    for (const [at, source] of sources.entries()) {
      const ours = assigned(source) ?? null;
      if (ours !== null) found += 1;
      // Strings that are not plain are not found here, but Python evaluates them.
      const isPlain = PLAIN.includes(firstAssignment(source) ?? '');
      expect({ source, value: ours }).toEqual({ source, value: isPlain ? answers[at] : null });
    }
    expect(found).toBeGreaterThan(500);
  });
});

/** The first of the generated assignments, found by its text. */
function firstAssignment(source: string): string | undefined {
  const text = source.replaceAll('\r\n', '\n');
  const places = [...PLAIN, ...NOT_PLAIN].flatMap((statement) => {
    const at = `\n${text}\n`.indexOf(`\n${statement}\n`);
    return at === -1 ? [] : [{ at, statement }];
  });
  return places.sort((a, b) => a.at - b.at)[0]?.statement;
}
