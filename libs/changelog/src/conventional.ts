import type { EntryKind } from './entry-kind.ts';

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
const HEAD = /^([A-Za-z]{2,})(?:\(([^()]{0,100})\))?(!)?:\s*(?=\S)/;
const FOOTER = /^BREAKING[ -]CHANGES?: *(.*(?:\n(?!\s*$|[A-Za-z-]+(?:: | #)).*)*)/gm;

/** Takes a conventional subject apart; `undefined` for any other, such as `installer: fix the content`. */
export function parseConventional(subject: string): ConventionalSubject | undefined {
  const head = HEAD.exec(subject);
  if (head === null) return undefined;
  const type = (head[1] ?? '').toLowerCase();
  const kind = TYPES.get(type);
  if (kind === undefined) return undefined;
  const scope = head[2]?.trim();
  return {
    type,
    kind: type !== 'docs' && isDependencyScope(scope) ? 'dependencies' : kind,
    scope: scope === '' ? undefined : scope,
    breaking: head[3] !== undefined,
    description: subject.slice(head[0].length),
  };
}

/** What the `BREAKING CHANGE:` footers of a body say, each on one line. A footer without words gives an empty text. */
export function breakingNotes(body: string): readonly string[] {
  if (!body.includes('BREAKING')) return NONE;
  return Array.from(body.replaceAll('\r\n', '\n').matchAll(FOOTER), (found) =>
    (found[1] ?? '').replace(/\s+/g, ' ').trim(),
  );
}

const NONE: readonly string[] = [];

function isDependencyScope(scope: string | undefined): boolean {
  return scope !== undefined && /^(?:deps(?:-.*)?|dependencies|dependency)$/i.test(scope);
}
