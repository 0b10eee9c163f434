import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { EntryKind } from '../commit/entry-kind.ts';
import { ENTRY_KINDS } from '../commit/entry-kind.ts';
import type { ChangelogStyle } from './changelog-style.ts';
import type { GroupKind } from './group-meaning.ts';
import { meaningsOf, plainName } from './group-meaning.ts';

/** The names of groups in projects: first the name in the default style, then those to look for in a file, best first. */
const NAMES: Readonly<Record<GroupKind, readonly string[]>> = {
  breaking: [
    'Breaking Changes',
    'breaking change',
    'breaking',
    'backwards incompatible changes',
    'backward incompatible changes',
    'incompatible changes',
    'critical changes',
  ],
  security: ['Security', 'security fixes', 'vulnerabilities'],
  feature: [
    'Added',
    'features',
    'new features',
    'feat',
    'feature',
    'enhancements',
    'implemented enhancements',
    'new',
    'additions',
  ],
  change: ['Changed', 'changes', 'improvements', 'improved'],
  deprecation: ['Deprecated', 'deprecations', 'deprecation'],
  removal: ['Removed', 'removals', 'deprecations and removals', 'removal'],
  fix: [
    'Fixed',
    'fixes',
    'bug fixes',
    'fix',
    'bugfixes',
    'bugs fixed',
    'bugfix',
    'bugs',
    'fixed bugs',
    'issues fixed',
  ],
  performance: ['Performance', 'performance improvements', 'perf', 'optimizations', 'speed'],
  revert: ['Reverted', 'reverts', 'revert'],
  docs: ['Documentation', 'docs', 'documentation changes', 'improved documentation'],
  dependencies: [
    'Dependencies',
    'dependency updates',
    'deps',
    'dependency changes',
    'bumps',
    'upgrades',
    'vendored libraries',
  ],
  other: [
    'Other',
    'other changes',
    'miscellaneous',
    'misc',
    'internal',
    'internal changes',
    'maintenance',
    'chores',
    'under the hood',
    'trivial',
    'merged pull requests',
  ],
};

const RANKED: readonly GroupKind[] = ['breaking', ...ENTRY_KINDS];

/** The groups to use for a kind in a file that has no group for it; otherwise a new group is started. */
const NEIGHBOURS: Readonly<Partial<Record<EntryKind, readonly EntryKind[]>>> = {
  performance: ['change', 'other'],
  revert: ['change', 'other'],
  removal: ['change'],
  deprecation: ['change'],
  change: ['other'],
  docs: ['other'],
};

/** Types that have a group of their own in some files: release-please, commitizen. */
const TYPE_NAMES: Readonly<Record<string, readonly string[]>> = {
  refactor: ['refactors', 'refactor', 'refactoring', 'code refactoring'],
  chore: ['chores', 'chore'],
  build: ['build system', 'build', 'packaging'],
  ci: ['continuous integration', 'ci'],
  test: ['tests', 'test'],
  tests: ['tests', 'test'],
  style: ['styles', 'style'],
};

/** Finds the group of an entry in a style. */
export class GroupNames {
  readonly #known: ReadonlyMap<string, string>;
  readonly #byKind = new Map<string, string>();
  readonly #byType = new Map<string, string>();

  constructor(style: Pick<ChangelogStyle, 'groups'>) {
    this.#known = byPlainName(style.groups.names);
  }

  /** The name as the file spells it, or that of the default style. */
  of(entry: Pick<ChangelogEntry, 'kind' | 'breaking' | 'type'>): string {
    // The type matters only for the kind `other`.
    const type = entry.breaking || entry.kind !== 'other' ? undefined : entry.type;
    const cache = type === undefined ? this.#byKind : this.#byType;
    const key = type ?? (entry.breaking ? 'breaking' : entry.kind);
    let name = cache.get(key);
    if (name === undefined) {
      name = this.#find(entry);
      cache.set(key, name);
    }
    return name;
  }

  #find(entry: Pick<ChangelogEntry, 'kind' | 'breaking' | 'type'>): string {
    if (entry.breaking) return this.#ofKind('breaking') ?? this.#default('breaking');
    const byType = entry.kind === 'other' ? this.#named(TYPE_NAMES[entry.type ?? ''] ?? []) : undefined;
    const own = byType ?? this.#ofKind(entry.kind);
    if (own !== undefined) return own;
    for (const kind of this.#known.size === 0 ? [] : (NEIGHBOURS[entry.kind] ?? [])) {
      const near = this.#ofKind(kind);
      if (near !== undefined) return near;
    }
    return this.#default(entry.kind);
  }

  #named(names: readonly string[]): string | undefined {
    for (const name of names) {
      const known = this.#known.get(plainName(name));
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** The group of a kind: by a usual name, otherwise by the meaning of the file's names, the most specific first. */
  #ofKind(kind: GroupKind): string | undefined {
    const usual = this.#named(NAMES[kind]);
    if (usual !== undefined) return usual;
    const fitting = [...this.#known.values()].filter((name) => meaningsOf(name).includes(kind));
    return fitting.sort((a, b) => meaningsOf(a).length - meaningsOf(b).length)[0];
  }

  /** A name that matches the others in the file: `Features` beside `Bug Fixes`, `Added` beside `Fixed`. */
  #default(kind: GroupKind): string {
    if (kind === 'feature' && this.#known.size > 0 && this.#known.get('fixed') === undefined)
      return 'Features';
    if (kind === 'fix' && this.#known.size > 0 && this.#known.get('added') === undefined) return 'Fixes';
    return NAMES[kind][0] ?? 'Other';
  }
}

/** The rank of a group in the default order, by its {@link plainName}; unknown names come last. */
export function rankOfName(name: string): number {
  const usual = RANKED.findIndex((kind) => NAMES[kind].some((known) => plainName(known) === name));
  if (usual >= 0) return usual;
  const [meaning] = meaningsOf(name);
  return meaning === undefined ? RANKED.length : RANKED.indexOf(meaning);
}

function byPlainName(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [plainName(name), name] as const).reverse());
}
