import type { CommitUnit } from './commit-units.ts';
import { parseCommit, type ParsedCommit } from './parse-commit.ts';

/** A unit with its messages parsed. */
export interface ParsedUnit extends CommitUnit {
  readonly parsed: ParsedCommit;
  /** The merged commits, parsed. */
  readonly inner: readonly ParsedCommit[];
}

/** Parses the messages of a unit. */
export function parseUnit({ commit, merged }: CommitUnit): ParsedUnit {
  const inner = merged.length === 0 ? NONE : merged.map(parseCommit);
  return { commit, merged, parsed: parseCommit(commit), inner };
}

const NONE: ParsedUnit['inner'] = [];

/** Whether the unit, or any commit that it merged, is a breaking change. */
export function isBreaking({ parsed, inner }: ParsedUnit): boolean {
  return parsed.breaking || inner.some((part) => part.breaking);
}
