import type { EntryKind } from './entry-kind.ts';
import { FirstCharacters } from './first-characters.ts';

/** A subject that follows Conventional Commits, or the upper-case prefixes of the scientific Python projects. */
export interface ConventionalSubject {
  /** Lower case, as in `feat`. */
  readonly type: string;
  readonly kind: EntryKind;
  readonly scope: string | undefined;
  /** Whether there is a `!` before the colon. */
  readonly breaking: boolean;
  readonly description: string;
}

const TYPES = new Map<string, EntryKind>(
  Object.entries({
    feat: 'feature',
    feature: 'feature',
    fix: 'fix',
    bugfix: 'fix',
    hotfix: 'fix',
    perf: 'performance',
    docs: 'docs',
    doc: 'docs',
    security: 'security',
    sec: 'security',
    deprecate: 'deprecation',
    deprecated: 'deprecation',
    remove: 'removal',
    removed: 'removal',
    revert: 'revert',
    deps: 'dependencies',
    change: 'change',
    changed: 'change',
    add: 'feature',
    added: 'feature',
    fixed: 'fix',
    refactor: 'other',
    style: 'other',
    test: 'other',
    tests: 'other',
    build: 'other',
    ci: 'other',
    chore: 'other',
    bump: 'other',
    release: 'other',
    // numpy, scipy, pandas and related projects: https://numpy.org/doc/stable/dev/development_workflow.html
    enh: 'feature',
    bug: 'fix',
    dep: 'deprecation',
    api: 'change',
    mnt: 'other',
    maint: 'other',
    tst: 'other',
    typ: 'other',
    rel: 'other',
    sty: 'other',
    bld: 'other',
    bench: 'other',
    dev: 'other',
  }),
);

/** Type, scope and `!` up to the colon. A scope may contain a colon itself. */
const HEAD = /^([A-Za-z][\w-]+)(?:\(([^()]{0,100})\))?(!)?:\s*(?=\S)/;

/**
 * Parses a conventional subject; `undefined` for any other, such as `installer: fix the content`. Conventional Commits allows any noun
 * as a type; an unknown one is accepted only with a `!`, so that no breaking change is lost.
 */
export function parseConventional(subject: string): ConventionalSubject | undefined {
  const head = HEAD.exec(subject);
  if (head === null) return undefined;
  const type = (head[1] ?? '').toLowerCase();
  const breaking = head[3] !== undefined;
  const kind = TYPES.get(type) ?? (breaking ? 'change' : undefined);
  if (kind === undefined) return undefined;
  const scope = head[2]?.trim();
  return {
    type,
    kind: type !== 'docs' && isDependencyScope(scope) ? 'dependencies' : kind,
    scope: scope === '' ? undefined : scope,
    breaking,
    description: subject.slice(head[0].length),
  };
}

/** Whether the subject starts with the words, as in `Breaking change: drop it` or `Breaking: drop it`. */
export function isBreakingSubject(subject: string): boolean {
  return BREAKING_START.match(subject) && BREAKING_SUBJECT.test(subject);
}

/** A footer that follows the first line without a blank one between, which git makes part of the subject. */
const FOOTER_IN_SUBJECT = /\s+BREAKING[ -]CHANGES?:\s+(.*)$/;

/** Splits off the footer in a subject; `undefined` if there is none. */
export function splitSubjectNote(
  subject: string,
): { readonly subject: string; readonly note: string } | undefined {
  if (!subject.includes('BREAKING')) return undefined;
  const found = FOOTER_IN_SUBJECT.exec(subject);
  return found === null ? undefined : { subject: subject.slice(0, found.index), note: found[1] ?? '' };
}

const BREAKING_START = new FirstCharacters('B');
const BREAKING_SUBJECT = /^breaking(?:[ -]changes?)?(?:\([^()]*\))?!?: /i;

/**
 * Reads the `BREAKING CHANGE:` footers of a body, each on one line. A footer continues, across empty lines too, up to the next
 * footer or the next item of a squash merge. A footer without text gives an empty string.
 *
 * @param quoting whether the body may quote the notes of another project, so that only footers in the plain form count
 */
export function breakingNotes(body: string, quoting = false): readonly string[] {
  if (!ANY_NOTE.test(body)) return NO_NOTES;
  const start = quoting ? FOOTER : FOOTER_IN_PROSE;
  const notes: string[] = [];
  let open = false;
  let previous = '';
  for (const line of body.split(/\r?\n/)) {
    const text = noteStart(line, start);
    const note = notes.at(-1) ?? '';
    if (text !== undefined) notes.push(text);
    else if (open && !endsNote(line, note !== '' && previous === '')) {
      notes[notes.length - 1] = `${note} ${line}`.trim();
    } else open = false;
    open ||= text !== undefined;
    previous = line.trim();
  }
  return notes.map((note) => note.replace(/\s+/g, ' ').trim());
}

/** The text of the footer that a line starts; `undefined` for any other line, and for a form that says there is none. */
function noteStart(line: string, start: RegExp): string | undefined {
  const text = start.exec(line)?.[1];
  return text === undefined || NO_BREAKING.test(text) ? undefined : text;
}

const NO_NOTES: readonly string[] = [];
const ANY_NOTE = /breaking[ -]change/i;
/** As in "BREAKING CHANGE: none", which forms of pull requests ask for. */
const NO_BREAKING = /^[\s*_`]*(?:none|no|n\/a|not applicable|nothing)[\s*_`.]*$/i;
const FOOTER = /^BREAKING[ -]CHANGES?:(.*)$/;
/**
 * Indented by `git merge --squash`, listed by GitHub's squash merge, numbered, in bold type, after an emoji, or as a heading. In other than
 * upper case only with text on its line, as conventional-commits-parser reads it.
 */
const FOOTER_IN_PROSE =
  /^(?:[ \t]*(?:[*-] +|\d+\. +|\p{Extended_Pictographic}\uFE0F? *)?(?:\*\*|__)?(?:BREAKING[ -]CHANGES?(?::(?:\*\*|__)?|(?:\*\*|__):)|[Bb]reaking[ -][Cc]hanges?(?::(?:\*\*|__)?|(?:\*\*|__):)(?=[ \t]+\S))|#{1,6} BREAKING[ -]CHANGES?[ \t]*$)(.*)$/u;
const OTHER_FOOTER = /^[ \t]*[A-Za-z][A-Za-z-]*(?:: | #)/;
const NEXT_BLOCK = /^[ \t]*(?:\* |- \[|#|>|\||<|-{3}|_{3}|commit [0-9a-f]{7})/;

function endsNote(line: string, isNewParagraph: boolean): boolean {
  return OTHER_FOOTER.test(line) || (isNewParagraph && NEXT_BLOCK.test(line));
}

const DEPENDENCY_START = new FirstCharacters('D');
const DEPENDENCIES = /^(?:deps(?:-.*)?|dependencies|dependency)$/i;

function isDependencyScope(scope: string | undefined): boolean {
  return scope !== undefined && DEPENDENCY_START.match(scope) && DEPENDENCIES.test(scope);
}
