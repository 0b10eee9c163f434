import type { ChangelogStyle } from '../section/changelog-style.ts';
import type { Counted } from './count-mark.ts';
import { countedBefore, countMark, intentMark, isCountMark } from './count-mark.ts';
import { groupAt, isBullet } from './detect-lists.ts';
import { plain } from '../section/group-names.ts';
import { renderEntry, shortSha } from '../section/render-entry.ts';
import { repositoryOf } from '../section/render-heading.ts';
import type { EntryGroup } from '../section/render-section.ts';
import {
  blank,
  groupEntries,
  joinLines,
  NO_CHANGES,
  renderBody,
  renderGroup,
} from '../section/render-section.ts';
import type { ChangelogEntry, ChangelogSection } from '../section/section.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import type { TextEdit } from './text-edits.ts';

/**
 * The edits that bring an existing section up to date: new entries go in, nothing else changes. An entry is there when its pull
 * request or its commit is named in the section; one that had been counted and is not there was taken out by a person.
 */
export function updateSection(
  outline: Outline,
  range: SectionRange,
  section: ChangelogSection,
  style: ChangelogStyle,
): TextEdit[] {
  const own = outline.lines.slice(range.from, range.to);
  const text = own.map((line) => line.text).join('\n');
  const markAt = own.findLastIndex((line) => isCountMark(line.text));
  const mark = own[markAt];
  const counted = mark === undefined ? undefined : countedBefore(mark.text, section.decisions);
  const fresh = section.entries.filter((entry) => !isThere(entry, text) && !wasCounted(entry, counted));
  const next = countMark(section);
  // Without a new entry the mark stays too: commits that are left out, such as the release's own merge, change no byte.
  if (fresh.length === 0) return [];
  const edits: TextEdit[] = [];
  if (mark !== undefined && next !== undefined && mark.text.trim() !== next) {
    edits.push({ start: mark.start, end: mark.end, text: joinLines([next], style) });
  }
  const place = new Place(outline, range, groupEntries(section.entries, style));
  const empty = own.find((line) => line.text.trim() === NO_CHANGES);
  if (empty !== undefined) {
    const body = renderBody({ ...section, entries: fresh }, style);
    edits.push({ start: empty.start, end: empty.end, text: joinLines(body, style) });
  } else {
    for (const group of groupEntries(fresh, style)) edits.push(place.edit(group, section, style));
  }
  if (mark === undefined && next !== undefined) {
    edits.push({ ...place.atEnd(), text: joinLines(['', next], style) });
  }
  return edits;
}

function isThere(entry: ChangelogEntry, text: string): boolean {
  const [number] = entry.pullRequests;
  if (entry.sha === '') return text.includes(entry.text);
  if (number !== undefined && new RegExp(`#${number}(?!\\d)|/(?:pull|issues)/${number}(?!\\d)`).test(text))
    return true;
  return new RegExp(`\\b${shortSha(entry.sha)}`).test(text);
}

function wasCounted(entry: ChangelogEntry, counted: Counted | undefined): boolean {
  if (counted === undefined) return false;
  if (entry.sha === '') return entry.intent !== undefined && counted.intents.has(intentMark(entry.intent));
  return entry.commits.every((sha) => counted.commits.has(sha));
}

/** Finds where lines of an existing section go. */
class Place {
  readonly #outline: Outline;
  readonly #range: SectionRange;
  /** Names of groups in the order in which a new section has them. */
  readonly #order: readonly string[];
  readonly #end: number;

  constructor(outline: Outline, range: SectionRange, groups: readonly EntryGroup[]) {
    this.#outline = outline;
    this.#range = range;
    this.#order = groups.map(({ name }) => plain(name));
    const mark = this.#findLine((at) => isCountMark(outline.lines[at]?.text), range.from);
    // A person may have moved the mark to where groups follow.
    const isLast =
      mark !== undefined && !this.#order.some((name) => this.#groupNamed(name, mark) !== undefined);
    let end = isLast ? mark : range.to;
    while (end > range.from && outline.lines[end - 1]?.text.trim() === '') end -= 1;
    this.#end = end;
  }

  edit(group: EntryGroup, section: ChangelogSection, style: ChangelogStyle): TextEdit {
    const repository = repositoryOf(section, style);
    const lines = group.entries.flatMap((entry, at) => {
      const line = renderEntry(entry, style, repository);
      return at > 0 && style.bullet.apart ? ['', line] : [line];
    });
    const named = this.#groupNamed(group.name);
    if (style.groups.kind === 'none' || named !== undefined) {
      const first = this.#firstBullet(named === undefined ? this.#range.from : named + 1);
      if (first !== undefined) {
        return this.#before(first, joinLines(style.bullet.apart ? [...lines, ''] : lines, style));
      }
      if (named !== undefined) {
        return this.#before(named + 1, joinLines([...blank(style.spacing.afterGroup), ...lines], style));
      }
    }
    const rendered = renderGroup(group, style, repository);
    const next = this.#groupAfter(group, style);
    if (next !== undefined) {
      return this.#before(next, joinLines([...rendered, ...blank(style.spacing.betweenGroups)], style));
    }
    const gap = blank(Math.max(1, style.spacing.betweenGroups));
    return { ...this.atEnd(), text: joinLines([...gap, ...rendered], style) };
  }

  /** After the last line with words. */
  atEnd(): Pick<TextEdit, 'start' | 'end' | 'opens'> {
    const last = this.#outline.lines[this.#end - 1];
    const at = last?.end ?? 0;
    return { start: at, end: at, opens: true };
  }

  #before(line: number, text: string): TextEdit {
    const found = this.#outline.lines[line];
    const at = found?.start ?? this.atEnd().start;
    return { start: at, end: at, text, ...(found === undefined ? { opens: true } : {}) };
  }

  #groupNamed(name: string, from = this.#range.from): number | undefined {
    return this.#findLine((at) => {
      const group = groupAt(this.#outline, at);
      return group !== undefined && plain(group.name) === plain(name);
    }, from);
  }

  /** The group that a new one goes in front of: the next in order that is there; for breaking changes the first of all. */
  #groupAfter({ name, entries }: EntryGroup, style: ChangelogStyle): number | undefined {
    for (const later of this.#order.slice(this.#order.indexOf(plain(name)) + 1)) {
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
