import type { TextSpan } from './text-place.ts';
import { scanToml } from './toml-scanner.ts';
import { parseToml, tableAt, type TomlTable } from './toml-document.ts';

/**
 * Finds the string value of a TOML key, without its quotes; undefined if there is no such key or its value is not a string.
 *
 * @throws {VersionError} PYPROJECT_INVALID
 */
export function locateTomlText(
  text: string,
  path: readonly string[],
  document?: TomlTable,
): TextSpan | undefined {
  const table = tableAt(document ?? parseToml(text), ...path.slice(0, -1));
  if (typeof table?.[path.at(-1) ?? ''] !== 'string') return undefined;
  const value = scanToml(text, path)?.value;
  return value && insideQuotes(text, value);
}

/** The span between the quotes. A line break right after three quotes does not belong to the value; two quotes are an empty string. */
function insideQuotes(text: string, { start, end }: TextSpan): TextSpan {
  const three = /^(?:"{3}|'{3})(?:\r?\n)?/.exec(text.slice(start, start + 5));
  return three === null
    ? { start: start + 1, end: end - 1 }
    : { start: start + three[0].length, end: end - 3 };
}
