import { renderSection } from '@heroku-release/changelog';
import type { ChangelogEntry, CommitDecision, SectionCounts } from '@heroku-release/changelog';
import { countsAgree } from './explain-section.ts';
import type { HistorySection } from './history-section.ts';

/** A section as JSON, format 1. */
export interface HistoryDocument {
  readonly format: 1;
  /** `Unreleased` where no version can be told. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Commit ids; without `from` the history begins with the first commit. */
  readonly from?: string;
  readonly to: string;
  readonly previousTag?: string;
  readonly tag?: string;
  /** Of what comes next: which bump the changes ask for, and why. */
  readonly suggestion?: string;
  readonly entries: readonly ChangelogEntry[];
  readonly counts: SectionCounts;
  /** git's own count; in a whole history it stands beside the releases. */
  readonly counted?: number;
  /** Whether the counts prove that nothing is missing. */
  readonly complete: boolean;
  readonly decisions: readonly CommitDecision[];
  /** The section as the changelog file would have it. */
  readonly markdown: string;
}

/** Makes the document of a section. Pure. */
export function historyDocument(told: HistorySection): HistoryDocument {
  const { section, span, counted } = told;
  return {
    format: 1,
    version: section.version,
    date: section.date,
    ...(span.from === undefined ? {} : { from: span.from }),
    to: span.to,
    ...(section.previousTag === undefined ? {} : { previousTag: section.previousTag }),
    ...(section.tag === undefined ? {} : { tag: section.tag }),
    ...(told.suggestion === undefined ? {} : { suggestion: told.suggestion }),
    entries: section.entries,
    counts: section.counts,
    ...(counted === undefined ? {} : { counted }),
    complete: countsAgree(section, counted ?? section.counts.total),
    decisions: section.decisions,
    markdown: renderSection(section, told.history.style),
  };
}
