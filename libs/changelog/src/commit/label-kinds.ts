import type { EntryKind } from './entry-kind.ts';

/** The meaning of a pull request's labels. */
export interface LabelReading {
  readonly kind: EntryKind | undefined;
  readonly breaking: boolean;
  /** Whether a label asks to leave the pull request out of the changelog. */
  readonly skip: boolean;
}

const KINDS: readonly (readonly [RegExp, EntryKind])[] = [
  [/^security$/, 'security'],
  [/^(?:bug|bugfix|fix|regression)$/, 'fix'],
  [/^(?:enhancement|feature|feat|new feature)$/, 'feature'],
  [/^(?:documentation|docs?)$/, 'docs'],
  [/^(?:dependencies|deps|dependency)$/, 'dependencies'],
  [/^(?:performance|perf)$/, 'performance'],
  [/^(?:deprecation|deprecated)$/, 'deprecation'],
  [/^(?:removal|removed)$/, 'removal'],
  [/^(?:internal|chore|ci|tests?|refactor|maintenance)$/, 'other'],
];
const BREAKING =
  /^(?:breaking(?:[ _-]changes?)?|backwards?[ _-]incompatible|semver[:-] ?(?:major|breaking)|major)$/;
const SKIP =
  /^(?:skip[ _:-]? ?changelog|no[ _-]changelog|ignore-for-release|changelog[:/-] ?(?:skip|none|no))$/;

/** Reads common labels, with or without a prefix such as `type: bug` or `kind/bug`. */
export function readLabels(labels: readonly string[]): LabelReading {
  const names = labels.map((label) => label.trim().toLowerCase());
  const bare = names.map((name) => name.replace(/^(?:type|kind|t|c)\s*[:/-]\s*/, ''));
  return {
    kind: KINDS.find(([pattern]) => bare.some((name) => pattern.test(name)))?.[1],
    breaking: bare.some((name) => BREAKING.test(name)) || names.some((name) => BREAKING.test(name)),
    skip: names.some((name) => SKIP.test(name)),
  };
}
