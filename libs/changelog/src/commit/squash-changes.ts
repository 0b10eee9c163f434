import { breakingNotes, parseConventional } from './conventional.ts';
import type { ConventionalSubject } from './conventional.ts';

/** A conventional line in the body of a commit: a change beside the one in the subject. */
export interface SquashChange extends ConventionalSubject {
  /** The text of its `BREAKING CHANGE` footers. */
  readonly notes: readonly string[];
  /** The pull request in `(#12)` at its end. */
  readonly pullRequest: number | undefined;
  /** Written as a paragraph or in a nested block, rather than listed by the tool that squashed a branch. */
  readonly isWritten: boolean;
  /** Whether the body starts with it. */
  readonly isFirst: boolean;
}

/** The changes in a body, and the notes on breaking changes that belong to the subject. */
export interface SquashBody {
  readonly changes: readonly SquashChange[];
  readonly notes: readonly string[];
}

/** The types that release-please splits a message at: https://github.com/googleapis/release-please, src/commit.ts. */
const TYPE = String.raw`(?:feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert|deps)`;
const SCOPE = String.raw`(?:\([^()\n]{0,100}\))?`;
const HEAD = new RegExp(`^([ \\t]*)([*-] +)?(${TYPE}${SCOPE}!?: +\\S.*)$`);
const ANY_HEAD = new RegExp(`(?:^|\\n)[ \\t]*(?:[*-] +)?${TYPE}${SCOPE}!?: `);
const FENCE = /^ {0,3}(?:`{3}|~{3})/;
const ITEM = /^ {0,3}[*-] /;
const RULE = /^(?:-{3,}|_{3,})\s*$/;
/** The header of a commit in the message of `git merge --squash`, whose text is indented. */
const COMMIT = /^commit [0-9a-f]{7,64}\s*$/;
const NUMBER = / \(#(\d{1,12})\)$/;

/**
 * Splits the body of a squash into its changes: conventional paragraphs, the nested commits of release-please, and the lines that GitHub and
 * `git merge --squash` list. A note belongs to the line above it.
 */
export function readSquashBody(body: string): SquashBody | undefined {
  if (!ANY_HEAD.test(body)) return undefined;
  const splitter = new BodySplitter();
  for (const line of body.split(/\r?\n/)) splitter.add(line);
  const { blocks, rest } = splitter;
  return blocks.length === 0
    ? undefined
    : { changes: blocks.map(changeOf), notes: breakingNotes(rest.join('\n')) };
}

interface Block {
  readonly head: ConventionalSubject;
  readonly isWritten: boolean;
  readonly isFirst: boolean;
  readonly lines: string[];
}

class BodySplitter {
  readonly blocks: Block[] = [];
  /** The lines that belong to no change. */
  readonly rest: string[] = [];
  #current: Block | undefined;
  #previous = '';
  #fenced = false;
  #inLog = false;
  #nested = false;

  add(line: string): void {
    if (FENCE.test(line)) this.#fenced = !this.#fenced;
    if (!this.#fenced) this.#read(line);
    this.#previous = line;
  }

  #read(line: string): void {
    const block = this.#blockAt(line);
    if (block !== undefined) {
      this.blocks.push(block);
      this.#current = block;
      return;
    }
    if (COMMIT.test(line)) this.#inLog = true;
    if (line.startsWith('BEGIN_NESTED_COMMIT')) this.#nested = true;
    if (line.startsWith('END_NESTED_COMMIT')) this.#nested = false;
    // The next item, whether conventional or not, ends the change above it; in a log so does the next commit.
    const ends = ITEM.test(line) && this.#current?.isWritten !== true;
    if (ends || COMMIT.test(line) || RULE.test(line) || line.startsWith('END_NESTED_COMMIT')) {
      this.#current = undefined;
    }
    (this.#current?.lines ?? this.rest).push(line);
  }

  #blockAt(line: string): Block | undefined {
    const found = HEAD.exec(line);
    const [, indent = '', bullet, text = ''] = found ?? [];
    const head = found === null ? undefined : parseConventional(text);
    // "fix: #12" refers to an issue.
    if (head === undefined || /^(?:#\d+|https?:\S+)\W*$/.test(head.description)) return undefined;
    const isFirst = this.blocks.length === 0 && this.rest.every((above) => above.trim() === '');
    const listed = { head, isWritten: false, isFirst, lines: [] };
    if (bullet !== undefined) return indent.length > 3 ? undefined : listed;
    if (indent === '') return this.#startsParagraph() ? { ...listed, isWritten: true } : undefined;
    return this.#inLog && this.#previous.trim() === '' ? listed : undefined;
  }

  /** Whether a line at this place starts a paragraph, or follows a change that has no paragraph to itself. */
  #startsParagraph(): boolean {
    const above = this.#previous;
    if (above.trim() === '' || this.#nested) return true;
    return this.#current?.isWritten === true && (this.#current.lines.length === 0 || /^\s/.test(above));
  }
}

function changeOf({ head, isWritten, isFirst, lines }: Block): SquashChange {
  const number = NUMBER.exec(head.description)?.[1];
  const notes = breakingNotes(lines.join('\n'));
  return {
    ...head,
    description: head.description.replace(NUMBER, '').trim(),
    breaking: head.breaking || notes.length > 0,
    notes,
    pullRequest: number === undefined ? undefined : Number(number),
    isWritten,
    isFirst,
  };
}
