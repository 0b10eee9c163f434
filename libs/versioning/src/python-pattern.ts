import { quoted, VersionError } from './errors.ts';

/**
 * A regular expression of Python's `re` (flag MULTILINE) as one of JavaScript: named groups, flags in front, `\A` and `\Z`.
 *
 * @throws {VersionError} VERSION_SOURCE_INVALID when it is none, uses what JavaScript has not, or has no group
 */
export function pythonPattern(pattern: string): RegExp {
  const [front = '', inline = ''] = /^\(\?([aimsuLx]+)\)/.exec(pattern) ?? [];
  if (inline.includes('x')) throw invalid(pattern, 'it is written in verbose form');
  const source = pattern.slice(front.length).replace(/\\[\s\S]|\(\?P<|\(\?P=(\w+)\)/g, translate);
  const flags = ['d', 'm', ...['i', 's'].filter((flag) => inline.includes(flag))].join('');
  try {
    const compiled = new RegExp(source, flags);
    // With an empty alternative it matches anything, and the answer counts its groups.
    if ((new RegExp(`${source}|`).exec('')?.length ?? 0) > 1) return compiled;
  } catch (error) {
    throw invalid(pattern, 'it is no regular expression that is known here', error);
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
