import type { TextSpan } from './text-place.ts';

/**
 * Finds the string that a Python module assigns to a name at its top level, without the quotes; undefined if there is no assignment, or its
 * value is not a plain string (`f"..."`, a call, two adjacent strings). Comments, docstrings, functions and classes are skipped. The first
 * assignment counts, as it does for setuptools and flit.
 */
export function findAssignedString(source: string, name: string): TextSpan | undefined {
  for (const start of topLevelLines(source)) {
    const found = assignedString(source, start, name);
    if (found !== undefined) return found === 'not-plain' ? undefined : found;
  }
  return undefined;
}

const TARGETS = /([A-Za-z_]\w*(?:[ \t]*=[ \t]*[A-Za-z_]\w*(?=[ \t]*=))*)[ \t]*(?::[^=\r\n#]*)?=(?!=)[ \t]*/y;
const PLAIN_STRING = /\(?[ \t]*[rRuU]?("""|'''|"|')/y;
const REST = /[ \t]*\)?[ \t]*(?:[;#].*)?$/my;

function assignedString(source: string, start: number, name: string): TextSpan | 'not-plain' | undefined {
  TARGETS.lastIndex = start;
  const targets = TARGETS.exec(source)?.[1]?.split(/[ \t]*=[ \t]*/);
  if (targets?.includes(name) !== true) return undefined;
  PLAIN_STRING.lastIndex = TARGETS.lastIndex;
  const quote = PLAIN_STRING.exec(source)?.[1];
  if (quote === undefined) return 'not-plain';
  const inner = { start: PLAIN_STRING.lastIndex, end: source.indexOf(quote, PLAIN_STRING.lastIndex) };
  REST.lastIndex = inner.end + quote.length;
  const isPlain =
    inner.end !== -1 && !/[\\\r\n]/.test(source.slice(inner.start, inner.end)) && REST.test(source);
  return isPlain ? inner : 'not-plain';
}

/** The offsets of top-level statements: unindented lines outside strings, brackets and continued lines. */
function* topLevelLines(source: string): Generator<number> {
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  let depth = 0;
  if (/\w/.test(source[at] ?? '')) yield at;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === '#') at = lineEnd(source, at);
    else if (char === '"' || char === "'") at = stringEnd(source, at);
    else if (char === '\n' && depth === 0 && /\w/.test(source[at + 1] ?? '')) yield (at += 1);
    else {
      if ('([{'.includes(char)) depth += 1;
      if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
      at += char === '\\' ? escapeLength(source, at) : 1;
    }
  }
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

function stringEnd(source: string, start: number): number {
  const char = source[start] ?? '';
  const quote = source.startsWith(char.repeat(3), start) ? char.repeat(3) : char;
  let at = start + quote.length;
  while (at < source.length && !source.startsWith(quote, at)) {
    if (source[at] === '\n' && quote.length === 1) return at;
    at += source[at] === '\\' ? escapeLength(source, at) : 1;
  }
  return Math.min(at + quote.length, source.length);
}

/** A backslash escapes one character, or a whole line break. */
function escapeLength(source: string, at: number): number {
  return source.startsWith('\r\n', at + 1) ? 3 : 2;
}
