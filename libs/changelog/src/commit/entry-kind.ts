/** The kinds of entries, in the order of their groups. Breaking changes of any kind come first. */
export const ENTRY_KINDS = [
  'security',
  'feature',
  'change',
  'deprecation',
  'removal',
  'fix',
  'performance',
  'revert',
  'docs',
  'dependencies',
  'other',
] as const;

/** The kind of an entry. */
export type EntryKind = (typeof ENTRY_KINDS)[number];
