import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { NO_CHANGES } from '../section/render-section.ts';
import type { ProvenSection } from '../section/section.ts';
import { detectStyle } from './detect-style.ts';
import { countedIn, isCountMark, wasCounted } from './count-mark.ts';
import { ExistingLines } from './existing-lines.ts';
import { groupAt } from './list-lines.ts';
import { findSection } from './read-section.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import { outlineOf } from './section-outline.ts';
import type { LineEdit } from './text-edits.ts';

/**
 * Plans the removal of entries that are no longer true, as long as no person changed them: changes that were reverted, updates of dependencies
 * that went on, and changes that turned out to be breaking, which move to another group.
 */
export function removeStale(
  outline: Outline,
  range: SectionRange,
  section: ProvenSection,
  style: ChangelogStyle,
): LineEdit[] {
  const existing = new ExistingLines(outline, range, section, style);
  const counted = countedIn(outline, range, section);
  const stale = new Set(reverted(section).flatMap((entry) => existing.exact(entry)));
  for (const entry of section.entries) {
    if (counted === undefined || wasCounted(entry, counted)) continue;
    for (const line of supersededBy(entry, existing)) stale.add(line);
  }
  return stale.size === 0 ? [] : removeLines(outline, range, stale, style);
}

/**
 * Finds the entries of a section in a file whose change was reverted, but which a person has changed, so that `insertSection` keeps them: the
 * lines as they are. Empty without such a section.
 */
export function findEditedReverts(
  text: string,
  section: ProvenSection,
  style: ChangelogStyle = detectStyle(text),
): readonly string[] {
  const outline = outlineOf(text);
  const range = findSection(outline, section.version);
  if (range === undefined) return [];
  const existing = new ExistingLines(outline, range, section, style);
  const lines = reverted(section).flatMap((entry) =>
    existing.exact(entry).length > 0 ? [] : existing.about(entry),
  );
  return [...new Set(lines)].map((line) => existing.textAt(line).trim());
}

/** The reverted changes of a section, without those whose pull request still has an entry. */
function reverted({ entries, takenBack }: ProvenSection): readonly ChangelogEntry[] {
  const numbers = new Set(entries.flatMap(({ pullRequests }) => pullRequests));
  return takenBack.filter(({ pullRequests: [first] }) => first === undefined || !numbers.has(first));
}

/** The lines that an entry with newer commits replaces. */
function supersededBy(entry: ChangelogEntry, existing: ExistingLines): readonly number[] {
  const plain = entry.breaking ? existing.exact({ ...entry, breaking: false, notes: [] }) : [];
  if (entry.kind !== 'dependencies' || entry.commits.length === 1) return plain;
  const [start, from] = splitUpdate(entry.text);
  if (from === undefined) return plain;
  return [
    ...plain,
    ...existing.matching((text) => {
      const numbers = [...text.matchAll(/#(\d+)/g)].map((found) => Number(found[1]));
      const known = numbers.length > 0 && numbers.every((number) => entry.pullRequests.includes(number));
      return known && text.includes(`${start} from ${from} to `);
    }),
  ];
}

/** The words before the versions of an update, and the version that it starts from. */
function splitUpdate(text: string): readonly [string, string | undefined] {
  const found = /^(.*) from (\S+) to \S+/.exec(text);
  return [found?.[1] ?? '', found?.[2]];
}

/** Removes lines of entries, with groups that are left empty. A section that is left empty says so. */
function removeLines(
  outline: Outline,
  range: SectionRange,
  stale: ReadonlySet<number>,
  style: ChangelogStyle,
): LineEdit[] {
  const gone = withEmptiedGroups(outline, range, stale);
  const runs = runsOf(outline, range, gone);
  const left = linesOf(range).filter((at) => !gone.has(at) && isText(outline, at));
  const isEmpty = left.every((at) => {
    const text = outline.lines[at]?.text ?? '';
    return isCountMark(text) || isDateLine(text, style);
  });
  return runs.map((run, index): LineEdit => {
    if (isEmpty && index === 0) return editOf(outline, run, [NO_CHANGES]);
    const above = left.findLast((at) => at < run.from);
    // The blank lines above stay below a heading, those below otherwise.
    if (above !== undefined && groupAt(outline, above) === undefined) {
      return editOf(outline, { from: above + 1, to: run.to }, []);
    }
    const next = linesOf({ from: run.to, to: range.to }).find((at) => isText(outline, at));
    return editOf(outline, { from: run.from, to: next ?? range.to }, []);
  });
}

function editOf(
  outline: Outline,
  { from, to }: Pick<SectionRange, 'from' | 'to'>,
  lines: readonly string[],
): LineEdit {
  const start = outline.lines[from]?.start ?? 0;
  return { start, end: outline.lines[to - 1]?.end ?? start, lines };
}

function isDateLine(text: string, { dateLine }: ChangelogStyle): boolean {
  return dateLine !== undefined && text.startsWith(dateLine.slice(0, dateLine.indexOf('{date}')));
}

/** The lines that go: those of entries, and the names of groups that lose all they have, inner groups first. */
function withEmptiedGroups(
  outline: Outline,
  range: SectionRange,
  stale: ReadonlySet<number>,
): ReadonlySet<number> {
  const gone = new Set(stale);
  for (const at of linesOf(range).reverse()) {
    const group = groupAt(outline, at);
    if (group === undefined) continue;
    const inside = linesOf({ from: at + 1, to: nextGroup(outline, range, at + 1, group.level) });
    const loses = inside.some((line) => gone.has(line));
    if (loses && inside.every((line) => gone.has(line) || !isText(outline, line))) gone.add(at);
  }
  return gone;
}

/** The runs of lines `[from, to)` that go, with the blank lines inside. */
function runsOf(
  outline: Outline,
  range: SectionRange,
  gone: ReadonlySet<number>,
): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const at of linesOf(range).filter((line) => gone.has(line))) {
    const last = runs.at(-1);
    const joins =
      last !== undefined && linesOf({ from: last.to, to: at }).every((line) => !isText(outline, line));
    if (joins) last.to = at + 1;
    else runs.push({ from: at, to: at + 1 });
  }
  return runs;
}

function linesOf({ from, to }: Pick<SectionRange, 'from' | 'to'>): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}

function isText(outline: Outline, at: number): boolean {
  return (outline.lines[at]?.text.trim() ?? '') !== '';
}

/** The line of the next group that is not inside the one at a level; the mark and the end of the section end a group too. */
function nextGroup(outline: Outline, range: SectionRange, from: number, level: number): number {
  const next = linesOf({ from, to: range.to }).find((at) => {
    const group = groupAt(outline, at);
    return (group !== undefined && group.level <= level) || isCountMark(outline.lines[at]?.text);
  });
  return next ?? range.to;
}
