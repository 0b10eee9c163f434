import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { ChangelogStyle } from '../section/changelog-style.ts';
import { renderEntry, shortSha } from '../section/render-entry.ts';
import { repositoryOf } from '../section/render-heading.ts';
import type { ProvenSection } from '../section/section.ts';
import { isBullet } from './list-lines.ts';
import type { MarkdownLine } from './markdown-lines.ts';
import type { Outline, SectionRange } from './section-outline.ts';

/** The lines of the entries of an existing section, and how a section's entries would be written there. */
export class ExistingLines {
  /** Indexes of the first lines of entries in the file. */
  readonly #bullets: readonly number[];
  readonly #lines: readonly MarkdownLine[];
  readonly #render: (entry: ChangelogEntry) => string;
  /** The entries of the section by the line that shows them. */
  readonly #byLine: ReadonlyMap<string, readonly ChangelogEntry[]>;
  readonly #text: string;

  constructor(outline: Outline, range: SectionRange, section: ProvenSection, style: ChangelogStyle) {
    const repository = repositoryOf(section, style);
    this.#lines = outline.lines;
    this.#render = (entry) => renderEntry(entry, style, repository);
    const own = outline.lines.slice(range.from, range.to);
    this.#bullets = own.flatMap(({ text, quoted }, at) =>
      isBullet(text) && !quoted ? [range.from + at] : [],
    );
    this.#byLine = Map.groupBy(section.entries, this.#render);
    this.#text = own.map(({ text }) => this.#referencesIn(text)).join('\n');
  }

  /** Whether the section refers to the entry by its pull request or commit; to that of an intent file by its words. */
  has(entry: ChangelogEntry): boolean {
    return refersTo(entry, this.#text);
  }

  /** The lines that show an entry exactly as it is written today, so that no person has changed them. */
  exact(entry: ChangelogEntry): readonly number[] {
    const wanted = this.#render(entry);
    return this.#bullets.filter((at) => this.textAt(at) === wanted && !this.#continues(at));
  }

  /** The lines that refer to an entry. */
  about(entry: ChangelogEntry): readonly number[] {
    return this.#bullets.filter((at) => refersTo(entry, this.#referencesIn(this.textAt(at))));
  }

  /** The lines that pass a test. */
  matching(fits: (text: string) => boolean): readonly number[] {
    return this.#bullets.filter((at) => fits(this.textAt(at)) && !this.#continues(at));
  }

  textAt(line: number): string {
    return this.#lines[line]?.text.trimEnd() ?? '';
  }

  /** Whether more lines of the same entry follow, which only a person writes. */
  #continues(at: number): boolean {
    return /^\s+\S/.test(this.#lines[at + 1]?.text ?? '') && !this.#bullets.includes(at + 1);
  }

  /** The text of a line as far as it may refer to something. The words of our own lines may mention other numbers. */
  #referencesIn(text: string): string {
    const own = this.#byLine.get(text.trimEnd());
    if (own === undefined) return text;
    return own
      .flatMap(({ sha, pullRequests, text: words }) => [
        ...pullRequests.map((number) => `#${number}`),
        sha === '' ? words : shortSha(sha),
      ])
      .join(' ');
  }
}

function refersTo(entry: ChangelogEntry, text: string): boolean {
  const [number] = entry.pullRequests;
  if (entry.sha === '') return text.includes(entry.text);
  if (number !== undefined && new RegExp(`#${number}(?!\\d)|/(?:pull|issues)/${number}(?!\\d)`).test(text)) {
    return true;
  }
  return new RegExp(`\\b${shortSha(entry.sha)}`).test(text);
}
