import type { EntryKind } from './entry-kind.ts';
import { FirstSigns } from './first-signs.ts';

/** A subject that follows Conventional Commits, or the upper-case prefixes of the scientific Python projects. */
export interface ConventionalSubject {
  /** Lower case, as in `feat`. */
  readonly type: string;
  readonly kind: EntryKind;
  readonly scope: string | undefined;
  /** Whether a `!` stands before the colon. */
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
    // numpy, scipy, pandas and their kin: https://numpy.org/doc/stable/dev/development_workflow.html
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

/** Type, scope and `!` up to the colon. A scope may hold a colon of its own. */
const HEAD = /^([A-Za-z][\w-]+)(?:\(([^()]{0,100})\))?(!)?:\s*(?=\S)/;

/**
 * Takes a conventional subject apart; `undefined` for any other, such as `installer: fix the content`. A type that nobody knows
 * counts only with a `!`, for then a breaking change would be lost: Conventional Commits allows any noun as a type.
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

/** Whether the subject itself begins with the words: `Breaking change: drop it`, `Breaking: drop it`. */
export function saysBreaking(subject: string): boolean {
  return BREAKING_SIGNS.begin(subject) && BREAKING_SUBJECT.test(subject);
}

const BREAKING_SIGNS = new FirstSigns('B');
const BREAKING_SUBJECT = /^breaking(?:[ -]changes?)?(?:\([^()]*\))?!?: /i;

/**
 * What the `BREAKING CHANGE:` footers of a body say, each on one line. A footer goes on, over empty lines too, up to the next
 * footer, or to what a squash merge lists next. A footer without words gives an empty text.
 *
 * @param quoting whether the body may quote the notes of another project, so that only footers in the plain form count
 */
export function breakingNotes(body: string, quoting = false): readonly string[] {
  if (!body.includes('BREAKING')) return NONE;
  const start = quoting ? FOOTER : FOOTER_IN_PROSE;
  const notes: string[] = [];
  let open = false;
  let after = '';
  for (const line of body.split(/\r?\n/)) {
    const words = start.exec(line)?.[1];
    const note = notes.at(-1) ?? '';
    if (words !== undefined) notes.push(words);
    else if (open && !endsNote(line, note !== '' && after === '')) {
      notes[notes.length - 1] = `${note} ${line}`.trim();
    } else open = false;
    open ||= words !== undefined;
    after = line.trim();
  }
  return notes.map((note) => note.replace(/\s+/g, ' ').trim());
}

const NONE: readonly string[] = [];
const FOOTER = /^BREAKING[ -]CHANGES?:(.*)$/;
/** Indented by `git merge --squash`, listed by GitHub's squash merge, or in bold type. */
const FOOTER_IN_PROSE = /^[ \t]*(?:[*-] +)?(?:\*\*)?BREAKING[ -]CHANGES?(?::(?:\*\*)?|\*\*:)(.*)$/;
const OTHER_FOOTER = /^[ \t]*[A-Za-z][A-Za-z-]*(?:: | #)/;
const NEXT_BLOCK = /^[ \t]*(?:\* |- \[|#|>|\||<|-{3}|_{3}|commit [0-9a-f]{7})/;

function endsNote(line: string, isNewParagraph: boolean): boolean {
  return OTHER_FOOTER.test(line) || (isNewParagraph && NEXT_BLOCK.test(line));
}

const DEPENDENCY_SIGNS = new FirstSigns('D');
const DEPENDENCIES = /^(?:deps(?:-.*)?|dependencies|dependency)$/i;

function isDependencyScope(scope: string | undefined): boolean {
  return scope !== undefined && DEPENDENCY_SIGNS.begin(scope) && DEPENDENCIES.test(scope);
}
