import type {
  BulletForm,
  ChangelogStyle,
  GroupForm,
  ReferenceForm,
  Spacing,
} from '../section/changelog-style.ts';
import { DEFAULT_STYLE } from '../section/changelog-style.ts';
import { plainName } from '../section/group-meaning.ts';
import { rankOfName } from '../section/group-names.ts';
import { BULLET, groupAt, type GroupLine, isBullet } from './list-lines.ts';
import type { Outline, SectionRange } from './section-outline.ts';
import { isRule } from './section-outline.ts';

/** The part of the style that the newest sections show. */
export type ListReading = Pick<
  ChangelogStyle,
  'groups' | 'bullet' | 'references' | 'spacing' | 'wrapper' | 'rule'
>;

const SCOPE_INSIDE = /^[-*+]\s+\*\*[^*]+:\*\* /;
const SCOPE_OUTSIDE = /^[-*+]\s+\*\*[^*]+\*\*: /;
const LINKED = /\[[^[\]]*\]\(https?:\/\/[^()\s]*\/(?:pull|issues|commit|merge_requests)\/\w+\)/;
const PLAIN = /\(#\d+(?:, ?#\d+)*\)/;
const MOST_GROUPS = 50;
const SIGNS: readonly BulletForm['sign'][] = ['-', '*', '+'];

/** Detects the form of groups, bullets, references and blank lines. */
export function detectLists(outline: Outline, ranges: readonly SectionRange[]): ListReading {
  const sections = ranges.map((range) => groupsIn(outline, range));
  const found = sections.flat();
  const all = ranges.flatMap(({ from, to }) =>
    outline.lines.slice(from, to).flatMap(({ text }) => (isBullet(text) ? [text] : [])),
  );
  const indents = all.map(indentOf);
  const indent = indents.length === 0 ? 0 : indents.reduce((least, length) => Math.min(least, length));
  const bullets = all.filter((text) => indentOf(text) === indent).map((text) => text.slice(indent));
  // Without any entry, nothing shows that entries are not grouped.
  const groups =
    found.length === 0 && bullets.length === 0
      ? { ...DEFAULT_STYLE.groups, level: (ranges[0]?.heading.level ?? 2) + 1 }
      : groupForm(sections);
  return {
    groups,
    bullet: { ...bulletForm(bullets, indent), apart: areApart(outline, ranges, indent) },
    references: referenceForm(bullets),
    spacing: spacingOf(
      outline,
      ranges,
      found.filter((group) => group.kind === groups.kind),
    ),
    wrapper: wrapperOf(outline, ranges, groups),
    rule: ruleOf(outline, ranges),
  };
}

/** A group line, and whether entries follow it; templates leave empty groups behind. */
interface FoundGroup extends GroupLine {
  readonly filled: boolean;
}

function groupsIn(outline: Outline, range: SectionRange): FoundGroup[] {
  const groups: FoundGroup[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    const group = groupAt(outline, at);
    if (group !== undefined) groups.push({ ...group, filled: isBullet(nextText(outline, at + 1)) });
  }
  return groups;
}

function nextText(outline: Outline, from: number): string | undefined {
  return outline.lines.slice(from, from + 4).find(({ text }) => text.trim() !== '')?.text;
}

function groupForm(newest: readonly (readonly FoundGroup[])[]): GroupForm {
  const filled = newest.flat().filter((group) => group.filled);
  const form = mostCommon(filled.map((group) => `${group.kind} ${group.level}`));
  if (form === undefined) return { ...DEFAULT_STYLE.groups, kind: 'none', names: [] };
  const same = (group: GroupLine) => `${group.kind} ${group.level}` === form;
  const [first] = filled.filter(same);
  const colons = filled.filter((group) => same(group) && group.colon).length;
  const names = namesInOrder(newest.map((section) => section.filter(same)));
  return {
    kind: first?.kind ?? 'heading',
    level: first?.level ?? 3,
    colon: colons * 2 > filled.filter(same).length,
    names,
  };
}

/** The names of groups, each in its most common spelling, by kind and then in the order that most sections with two of them have. */
function namesInOrder(sections: readonly (readonly FoundGroup[])[]): string[] {
  const found = sections.flat();
  const spellings = [...byCount(namesOf(found.filter(({ filled }) => filled))), ...byCount(namesOf(found))];
  const names = new Map(spellings.map((name) => [plainName(name), name] as const).reverse());
  const lead = new Map<string, number>();
  for (const section of sections) {
    // Every pair is counted; no real section has as many groups.
    const keys = [...new Set(namesOf(section).map(plainName))].slice(0, MOST_GROUPS);
    for (const [at, key] of keys.entries()) {
      for (const other of keys.slice(at + 1)) {
        lead.set(`${key}\n${other}`, (lead.get(`${key}\n${other}`) ?? 0) + 1);
        lead.set(`${other}\n${key}`, (lead.get(`${other}\n${key}`) ?? 0) - 1);
      }
    }
  }
  const order: string[] = [];
  for (const key of [...names.keys()].sort((a, b) => rankOfName(a) - rankOfName(b))) {
    let at = order.length;
    while (at > 0 && (lead.get(`${key}\n${order[at - 1] ?? ''}`) ?? 0) > 0) at -= 1;
    order.splice(at, 0, key);
  }
  return order.map((key) => names.get(key) ?? key);
}

function namesOf(groups: readonly GroupLine[]): string[] {
  return groups.map(({ name }) => name);
}

function bulletForm(bullets: readonly string[], indent: number): Omit<BulletForm, 'apart'> {
  const common = mostCommon(bullets.map((text) => BULLET.exec(text)?.slice(2, 4).join('') ?? ''));
  const sign = SIGNS.find((candidate) => common?.startsWith(candidate) === true) ?? '-';
  const inside = bullets.filter((text) => SCOPE_INSIDE.test(text)).length;
  const outside = bullets.filter((text) => SCOPE_OUTSIDE.test(text)).length;
  return {
    indent: indent === 0 ? undefined : ' '.repeat(indent),
    sign,
    gap: common?.slice(1) ?? ' ',
    scope: inside > outside ? 'colon-inside' : 'colon-outside',
  };
}

function indentOf(bullet: string): number {
  return bullet.length - bullet.trimStart().length;
}

/** Whether there are blank lines between entries, by the newest sections that have several entries. */
function areApart(outline: Outline, ranges: readonly SectionRange[], indent: number): boolean {
  let apart = 0;
  let together = 0;
  for (const { from, to } of ranges) {
    let inGroup = false;
    for (let at = from; at < to; at += 1) {
      if (groupAt(outline, at) !== undefined) inGroup = false;
      const line = outline.lines[at]?.text ?? '';
      if (!isBullet(line) || indentOf(line) !== indent) continue;
      if (inGroup && outline.lines[at - 1]?.text.trim() === '') apart += 1;
      else if (inGroup) together += 1;
      inGroup = true;
    }
    if (apart + together > 3) break;
  }
  return apart > together;
}

function referenceForm(bullets: readonly string[]): ReferenceForm {
  const linked = bullets.filter((text) => LINKED.test(text)).length;
  const plain = bullets.filter((text) => !LINKED.test(text) && PLAIN.test(text)).length;
  return plain > linked ? 'plain' : 'link';
}

function spacingOf(outline: Outline, ranges: readonly SectionRange[], groups: readonly GroupLine[]): Spacing {
  const { lines } = outline;
  const blanksAfter = (at: number): number => {
    let count = 0;
    while (lines[at + count]?.text.trim() === '') count += 1;
    return count;
  };
  const blanksBefore = (at: number): number => {
    let count = 0;
    while (at - 1 - count >= 0 && lines[at - 1 - count]?.text.trim() === '') count += 1;
    return count;
  };
  const full = ranges.filter(({ from, to }) => to > from);
  // A group directly below the heading or an empty group does not show the space between groups.
  const inner = groups.filter(({ line }) => {
    const above = line - blanksBefore(line);
    return groupAt(outline, above - 1) === undefined && !full.some(({ from }) => above === from);
  });
  const defaults = DEFAULT_STYLE.spacing;
  const common = (counts: readonly number[], otherwise: number) =>
    Math.min(3, Number(mostCommon(counts.map(String)) ?? otherwise));
  return {
    afterHeading: common(
      full.map(({ from }) => blanksAfter(from)),
      defaults.afterHeading,
    ),
    afterGroup: common(
      groups.map(({ line }) => blanksAfter(line + 1)),
      defaults.afterGroup,
    ),
    betweenGroups: common(
      inner.map(({ line }) => blanksBefore(line)),
      defaults.betweenGroups,
    ),
    betweenSections: common(
      ranges.slice(1).map(({ heading }) => blanksBefore(heading.line)),
      defaults.betweenSections,
    ),
  };
}

/** A heading that starts most of the newest sections and has no entries of its own. */
function wrapperOf(outline: Outline, ranges: readonly SectionRange[], groups: GroupForm): string | undefined {
  const newest = ranges.filter(({ from, to }) => to > from).slice(0, 6);
  const openings = newest.flatMap(({ from, to }) => {
    for (let at = from; at < to; at += 1) {
      const group = groupAt(outline, at);
      if (group === undefined) continue;
      const opens = !isBullet(nextText(outline, at + 1)) && !groups.names.includes(group.name);
      return opens && group.kind === 'heading' ? [outline.lines[at]?.text ?? ''] : [];
    }
    return [];
  });
  const common = mostCommon(openings);
  const often = openings.filter((text) => text === common).length;
  return newest.length > 1 && often * 2 > newest.length ? common : undefined;
}

/** The horizontal rule below most sections, except the last in the file. */
function ruleOf(outline: Outline, ranges: readonly SectionRange[]): string | undefined {
  const last = Math.max(...ranges.map(({ to }) => to));
  const inner = ranges.filter(({ to }) => to < last);
  const rules = inner.flatMap(({ to }) => {
    const at = outline.lines.findIndex(({ text }, index) => index >= to && text.trim() !== '');
    return isRule(outline, at) ? [outline.lines[at]?.text.trim() ?? ''] : [];
  });
  return rules.length * 2 > inner.length ? mostCommon(rules) : undefined;
}

function byCount(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}

function mostCommon(values: readonly string[]): string | undefined {
  return byCount(values)[0];
}
