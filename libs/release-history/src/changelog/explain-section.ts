import { auditCounts } from '@heroku-release/changelog';
import type { ProvenSection, CommitDecision, Reason, SectionCounts } from '@heroku-release/changelog';
import { oneLine } from './suggest-release.ts';

/** The reasons in words. The id of another commit may follow. */
const REASON_WORDS: Readonly<Record<Reason, string>> = {
  merged: 'part of the merge',
  'same-pull-request': 'in the same pull request as',
  'later-update': 'superseded by',
  reverted: 'reverted by',
  revert: 'reverts a change of this range',
  release: 'part of a release itself',
  changelog: 'only edits the changelog',
  'empty-merge': 'a merge that added nothing to this range',
  label: 'left out by a label',
};

/** Explains the fate of each commit, one line each, newest first. Control characters are removed from subjects. Pure. */
export function explainSection(section: ProvenSection): string {
  return section.decisions.map((decision) => `${explain(decision)}\n`).join('');
}

/** Renders the three counts, with git's own count if it is known, on one line without a line end. Pure. */
export function explainCounts({ listed, folded, leftOut, total }: SectionCounts, counted?: number): string {
  const sum = `${listed} listed + ${folded} folded + ${leftOut} left out = ${total}`;
  if (counted === undefined) return `${sum} ${total === 1 ? 'commit' : 'commits'}`;
  return `${sum}; git counts ${counted}${total === counted ? '' : ': the counts differ'}`;
}

/** Adds up the counts of several sections. Pure. */
export function sumCounts(all: Iterable<SectionCounts>): SectionCounts {
  const sum = { listed: 0, folded: 0, leftOut: 0, total: 0 };
  for (const { listed, folded, leftOut, total } of all) {
    sum.listed += listed;
    sum.folded += folded;
    sum.leftOut += leftOut;
    sum.total += total;
  }
  return sum;
}

/** Whether each commit appears exactly once, by the decisions of the section and by git's count. Pure. */
export function countsAgree(section: ProvenSection, counted: number): boolean {
  return auditCounts(section).complete && section.counts.total === counted;
}

function explain({ sha, subject, outcome, reason, into }: CommitDecision): string {
  const fate = outcome === 'left-out' ? 'left out' : outcome;
  const where = into === undefined ? '' : ` ${into.slice(0, 7)}`;
  const why = reason === undefined ? '' : `  [${reason}: ${REASON_WORDS[reason]}${where}]`;
  return `${sha.slice(0, 7)}  ${fate.padEnd(8)}  ${oneLine(subject)}${why}`;
}
