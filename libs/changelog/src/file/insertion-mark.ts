import type { MarkdownLine } from './markdown-lines.ts';

/**
 * The lines below which other tools insert their sections: towncrier, python-semantic-release (two forms), jupyter-releaser, scriv, cargo-release,
 * git-changelog, and marks that people write for their own scripts. A section goes where the tool would put it.
 */
const MARK = new RegExp(
  `^(?:<!--\\s*(?:${[
    'towncrier release notes start',
    'version list',
    'next-version-placeholder',
    '<START NEW CHANGELOG ENTRY>',
    'scriv-insert-here',
    'next-header',
    'latest-start',
    'insertion marker',
    'insert(?: new)? (?:changelog|release|version)s?(?: here| below)?',
    'next release',
  ].join('|')})\\s*-->|\\.\\. (?:towncrier release notes start|scriv-insert-here))\\s*$`,
  'i',
);

/** The lines with which tools end the newest section: `latest-stop`, and that of jupyter-releaser. */
const END_MARK = /^<!--(?:[\s\w-]*(?:stop|end)|\s*<END NEW CHANGELOG ENTRY>)\s*-->$/i;

/** The index of the line below which tools insert; `undefined` if there is none. */
export function findInsertionMark(lines: readonly MarkdownLine[]): number | undefined {
  const at = lines.findIndex(({ text }) => MARK.test(text));
  return at < 0 ? undefined : at;
}

/** Whether a line only ends a section for a tool. */
export function isEndMark(line: string): boolean {
  return END_MARK.test(line);
}
