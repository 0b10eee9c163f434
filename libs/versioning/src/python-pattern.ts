import { BoundedPattern, PatternWorkError } from './bounded-pattern.ts';
import { quoted, VersionError } from './errors.ts';
import { PatternSyntaxError } from './pattern-parser.ts';
import type { TextSpan } from './text-place.ts';

/** Longer patterns are refused: those of real projects have less than 200 characters. */
const LONGEST = 1000;

/**
 * Finds the version by a regular expression of Python's `re` (flag MULTILINE): the group `version` of the first match, otherwise its first
 * group. Supports named groups, leading flags, `\A` and `\Z`.
 *
 * @throws {VersionError} VERSION_SOURCE_INVALID if it is invalid, uses a feature that is not supported, has no group, or takes too many steps
 */
export function findByPythonPattern(pattern: string, text: string): TextSpan | undefined {
  const compiled = compile(pattern);
  try {
    const groups = compiled.exec(text);
    return groups?.[compiled.names.get('version') ?? 1] ?? groups?.[1];
  } catch (error) {
    // A RangeError is a full stack: V8 has no other here.
    if (!(error instanceof PatternWorkError || error instanceof RangeError)) throw error;
    throw invalid(pattern, `it takes too long on a file of ${text.length} characters`, error);
  }
}

function compile(pattern: string): BoundedPattern {
  if (pattern.length > LONGEST)
    throw invalid(pattern.slice(0, 100), `it has more than ${LONGEST} characters`);
  const [prefix = '', inline = ''] = /^\(\?([aimsuLx]+)\)/.exec(pattern) ?? [];
  if (inline.includes('x')) throw invalid(pattern, 'it uses verbose mode');
  const source = pattern.slice(prefix.length).replace(/\\[\s\S]|\(\?P<|\(\?P=(\w+)\)/g, translate);
  const flags = ['m', ...['i', 's'].filter((flag) => inline.includes(flag))].join('');
  let compiled: BoundedPattern;
  try {
    // Checks the syntax only: V8 compiles a pattern when it is first used.
    new RegExp(source, flags);
    compiled = new BoundedPattern(source, flags);
  } catch (error) {
    if (error instanceof PatternSyntaxError) throw invalid(pattern, `it is ${error.message}`, error);
    throw invalid(pattern, 'it is not a valid regular expression in JavaScript', error);
  }
  if (compiled.groupCount === 0) throw invalid(pattern, 'it has no group for the version');
  return compiled;
}

function translate(token: string, backReference?: string): string {
  if (backReference !== undefined) return `\\k<${backReference}>`;
  if (token === '(?P<') return '(?<';
  if (token === '\\A') return '(?<![\\s\\S])';
  return token === '\\Z' ? '(?![\\s\\S])' : token;
}

function invalid(pattern: string, because: string, cause?: unknown): VersionError {
  return new VersionError(
    'VERSION_SOURCE_INVALID',
    `the pattern ${quoted(pattern)} cannot be used: ${because}`,
    {
      hint: 'Write it with one group around the version: __version__ = "(?P<version>[^"]+)".',
      cause,
    },
  );
}
