import { quoted, VersionError } from './errors.ts';

/**
 * Converts a regular expression of Python's `re` (flag MULTILINE) to JavaScript: named groups, leading flags, `\A` and `\Z`.
 *
 * @throws {VersionError} VERSION_SOURCE_INVALID if it is invalid, uses a feature that JavaScript lacks, or has no group
 */
export function pythonPattern(pattern: string): RegExp {
  const [prefix = '', inline = ''] = /^\(\?([aimsuLx]+)\)/.exec(pattern) ?? [];
  if (inline.includes('x')) throw invalid(pattern, 'it uses verbose mode');
  const source = pattern.slice(prefix.length).replace(/\\[\s\S]|\(\?P<|\(\?P=(\w+)\)/g, translate);
  const flags = ['d', 'm', ...['i', 's'].filter((flag) => inline.includes(flag))].join('');
  try {
    const compiled = new RegExp(source, flags);
    // With an empty alternative it matches everything, and the match contains one entry per group.
    if ((new RegExp(`${source}|`).exec('')?.length ?? 0) > 1) return compiled;
  } catch (error) {
    throw invalid(pattern, 'it is not a valid regular expression in JavaScript', error);
  }
  throw invalid(pattern, 'it has no group for the version');
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
