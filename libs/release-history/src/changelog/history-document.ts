import { renderSection } from '@heroku-release/changelog';
import type { ChangelogEntry, CommitDecision, SectionCounts } from '@heroku-release/changelog';
import { countsAgree } from './explain-section.ts';
import type { HistorySection } from './history-section.ts';

/** A section as JSON, format 1. */
export interface HistoryDocument {
  readonly format: 1;
  /** `Unreleased` where the version is not known. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Commit ids. Without `from` the range starts with the first commit. */
  readonly from?: string | undefined;
  readonly to: string;
  readonly previousTag?: string | undefined;
  readonly tag?: string | undefined;
  /** For the coming release: the bump that the changes ask for, and the reason. */
  readonly suggestion?: string | undefined;
  readonly entries: readonly ChangelogEntry[];
  readonly counts: SectionCounts;
  /** git's own count. For a whole history it is given once, next to the releases. */
  readonly counted?: number | undefined;
  /** Whether the counts prove that nothing is missing. */
  readonly complete: boolean;
  readonly decisions: readonly CommitDecision[];
  /** The section in the style of the changelog file. */
  readonly markdown: string;
}

/** Renders a section as a document. Pure. */
export function historyDocument(found: HistorySection): HistoryDocument {
  const { section, span, counted, suggestion, history } = found;
  return {
    format: 1,
    version: section.version,
    date: section.date,
    from: span.from,
    to: span.to,
    previousTag: section.previousTag,
    tag: section.tag,
    suggestion,
    entries: section.entries,
    counts: section.counts,
    counted,
    complete: countsAgree(section, counted ?? section.counts.total),
    decisions: section.decisions,
    markdown: renderSection(section, history.style),
  };
}
