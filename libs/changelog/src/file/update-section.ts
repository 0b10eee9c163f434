import type { ChangelogStyle } from '../section/changelog-style.ts';
import { plainName } from '../section/group-meaning.ts';
import { blankLines } from '../section/lines.ts';
import { repositoryOf } from '../section/render-heading.ts';
import type { EntryGroup } from '../section/render-section.ts';
import { bodyLines, entryLines, groupEntries, groupLines, NO_CHANGES } from '../section/render-section.ts';
import type { ProvenSection } from '../section/section.ts';
import type { Counted } from './count-mark.ts';
import { countedIn, countMark, isCountMark, wasCounted } from './count-mark.ts';
import { ExistingLines } from './existing-lines.ts';
import { groupAt, isBullet } from './list-lines.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import type { LineEdit } from './text-edits.ts';

/**
 * Plans the edits that add new entries to an existing section; nothing else changes. An entry is present when the section contains its pull
 * request or its commit. An entry that was counted before and is no longer present was removed by a person.
 *
 * @param changed whether lines of the section were removed before
 */
export function updateSection(
  outline: Outline,
  range: SectionRange,
  section: ProvenSection,
  style: ChangelogStyle,
  changed: boolean,
): LineEdit[] {
  const own = outline.lines.slice(range.from, range.to);
  const mark = own.findLast((line) => isCountMark(line.text));
  const counted = countedIn(outline, range, section);
  const existing = new ExistingLines(outline, range, section, style);
  const fresh = section.entries.filter((entry) => !existing.has(entry) && !wasCounted(entry, counted));
  const edits = addBreakingWords(section, existing, counted, outline);
  // Without a change the mark stays too: commits that are left out, such as the release's own merge, change no byte.
  if (fresh.length === 0 && edits.length === 0 && !changed) return [];
  const next = countMark(section);
  if (mark !== undefined && next !== undefined && mark.text.trim() !== next) {
    edits.push({ start: mark.start, end: mark.end, lines: [next] });
  }
  const points = new InsertionPoints(outline, range, groupEntries(section.entries, style));
  const empty = own.find((line) => line.text.trim() === NO_CHANGES);
  if (fresh.length === 0) {
    // Only the mark changes.
  } else if (empty !== undefined) {
    const lines = bodyLines({ ...section, entries: fresh }, style);
    edits.push({ start: empty.start, end: empty.end, lines });
  } else {
    const repository = repositoryOf(section, style);
    for (const group of groupEntries(fresh, style)) edits.push(points.insert(group, style, repository));
  }
  if (mark === undefined && next !== undefined) edits.push(points.append(['', next]));
  return edits;
}

/** Plans the words of changes that turned out to be breaking, at the end of lines that a person has changed. */
function addBreakingWords(
  section: ProvenSection,
  existing: ExistingLines,
  counted: Counted | undefined,
  outline: Outline,
): LineEdit[] {
  // After a rebase the mark covers no commit, and what a person removed would come back.
  if (counted === undefined || counted.commits.size === 0) return [];
  const late = section.entries.filter((entry) => entry.breaking && !wasCounted(entry, counted));
  return late.flatMap((entry): LineEdit[] => {
    const [at] = existing.about(entry);
    const line = at === undefined ? undefined : outline.lines[at];
    if (at === undefined || line === undefined) return [];
    const text = existing.textAt(at);
    const notes = entry.notes.filter((note) => !text.includes(note));
    const words = notes.length > 0 || /breaking/i.test(text) || entry.notes.length > 0 ? notes : ['breaking'];
    if (words.length === 0 || existing.exact(entry).includes(at)) return [];
    return [{ start: line.start, end: line.end, lines: [`${text} — ${words.join(' ')}`] }];
  });
}

/** Finds the places of new lines in an existing section. */
class InsertionPoints {
  readonly #outline: Outline;
  readonly #range: SectionRange;
  /** The names of groups in the order of a new section. */
  readonly #order: readonly string[];
  readonly #end: number;

  constructor(outline: Outline, range: SectionRange, groups: readonly EntryGroup[]) {
    this.#outline = outline;
    this.#range = range;
    this.#order = groups.map(({ name }) => plainName(name));
    const mark = this.#findLine((at) => isCountMark(outline.lines[at]?.text), range.from);
    // A person may have moved the mark above some groups.
    const isLast =
      mark !== undefined && !this.#order.some((name) => this.#groupNamed(name, mark) !== undefined);
    let end = isLast ? mark : range.to;
    while (end > range.from && outline.lines[end - 1]?.text.trim() === '') end -= 1;
    this.#end = end;
  }

  /** Inserts entries at the top of their group, or with a new group where the section has none. */
  insert(group: EntryGroup, style: ChangelogStyle, repository: string | undefined): LineEdit {
    const named = this.#groupNamed(group.name);
    if (style.groups.kind === 'none' || named !== undefined) {
      const lines = entryLines(group.entries, style, repository);
      const first = this.#firstBullet(named === undefined ? this.#range.from : named + 1);
      if (first !== undefined) return this.#before(first, style.bullet.apart ? [...lines, ''] : lines);
      if (named !== undefined) {
        return this.#before(named + 1, [...blankLines(style.spacing.afterGroup), ...lines]);
      }
    }
    const lines = groupLines(group, style, repository);
    const { betweenGroups } = style.spacing;
    const next = this.#groupAfter(group, style);
    return next === undefined
      ? this.append([...blankLines(Math.max(1, betweenGroups)), ...lines])
      : this.#before(next, [...lines, ...blankLines(betweenGroups)]);
  }

  /** Appends lines after the last line with text. */
  append(lines: readonly string[]): LineEdit {
    const at = this.#outline.lines[this.#end - 1]?.end ?? 0;
    return { start: at, end: at, lines };
  }

  #before(line: number, lines: readonly string[]): LineEdit {
    const at = this.#outline.lines[line]?.start;
    return at === undefined ? this.append(lines) : { start: at, end: at, lines };
  }

  #groupNamed(name: string, from = this.#range.from): number | undefined {
    return this.#findLine((at) => {
      const group = groupAt(this.#outline, at);
      return group !== undefined && plainName(group.name) === plainName(name);
    }, from);
  }

  /** The existing group before which a new one goes: the next in order; for breaking changes otherwise the first. */
  #groupAfter({ name, entries }: EntryGroup, style: ChangelogStyle): number | undefined {
    for (const later of this.#order.slice(this.#order.indexOf(plainName(name)) + 1)) {
      const found = this.#groupNamed(later);
      if (found !== undefined) return found;
    }
    if (entries[0]?.breaking !== true) return undefined;
    return this.#findLine(
      (at) =>
        groupAt(this.#outline, at) !== undefined && this.#outline.lines[at]?.text.trimEnd() !== style.wrapper,
      this.#range.from,
    );
  }

  /** The first entry before the next group. */
  #firstBullet(from: number): number | undefined {
    return this.#findLine(
      (at) => isBullet(this.#outline.lines[at]?.text),
      from,
      (at) => groupAt(this.#outline, at) !== undefined,
    );
  }

  #findLine(
    fits: (at: number) => boolean,
    from: number,
    stops: (at: number) => boolean = () => false,
  ): number | undefined {
    for (let at = from; at < this.#range.to; at += 1) {
      if (fits(at)) return at;
      if (stops(at)) return undefined;
    }
    return undefined;
  }
}
