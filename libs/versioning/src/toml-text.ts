import type { TextSpan } from './text-place.ts';
import { scanToml } from './toml-scanner.ts';
import { parseToml, tableAt, type TomlTable } from './toml-document.ts';

/**
 * Where the text of a TOML key stands, without its quotes; undefined when there is no such key, or its value is no text.
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

/** What stands between the quotes. Behind three quotes a first line end does not belong to the value; two quotes are an empty text. */
function insideQuotes(text: string, { start, end }: TextSpan): TextSpan {
  const three = /^(?:"{3}|'{3})(?:\r?\n)?/.exec(text.slice(start, start + 5));
  return three === null
    ? { start: start + 1, end: end - 1 }
    : { start: start + three[0].length, end: end - 3 };
}
