/** What an entry is about, in the order in which groups are written. A breaking change of any kind comes before all. */
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

/** One of {@link ENTRY_KINDS}. */
export type EntryKind = (typeof ENTRY_KINDS)[number];
