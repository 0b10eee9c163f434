import { auditCounts } from '@heroku-release/changelog';
import type { ProvenSection, CommitDecision, Reason, SectionCounts } from '@heroku-release/changelog';
import { oneLine } from './suggest-release.ts';

/** What the reasons mean, for people; a commit's id may follow. */
const REASON_WORDS: Readonly<Record<Reason, string>> = {
  merged: 'came with',
  'same-pull-request': 'the same pull request as',
  'later-update': 'a later update is',
  reverted: 'taken back by',
  revert: 'takes back a change of this range',
  release: 'belongs to a release itself',
  changelog: 'edits only the changelog',
  'empty-merge': 'a merge that brought nothing of this range',
  label: 'a label leaves it out',
};

/**
 * What became of each commit and why, one line each, newest first. Control characters of subjects are taken out. Pure.
 */
export function explainSection(section: ProvenSection): string {
  return section.decisions.map((decision) => `${explain(decision)}\n`).join('');
}

/** The three counts, beside git's own where that is known, on one line without its end. Pure. */
export function explainCounts({ listed, folded, leftOut, total }: SectionCounts, counted?: number): string {
  const sum = `${listed} listed + ${folded} folded + ${leftOut} left out = ${total}`;
  if (counted === undefined) return `${sum} ${total === 1 ? 'commit' : 'commits'}`;
  return `${sum}; git counts ${counted}${total === counted ? '' : ': they differ'}`;
}

/** The counts of several sections together. Pure. */
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

/** Whether no commit is missing or there twice, by our own decisions and by git's count. Pure. */
export function countsAgree(section: ProvenSection, counted: number): boolean {
  return auditCounts(section).complete && section.counts.total === counted;
}

function explain({ sha, subject, outcome, reason, into }: CommitDecision): string {
  const fate = outcome === 'left-out' ? 'left out' : outcome;
  const where = into === undefined ? '' : ` ${into.slice(0, 7)}`;
  const why = reason === undefined ? '' : `  [${reason}: ${REASON_WORDS[reason]}${where}]`;
  return `${sha.slice(0, 7)}  ${fate.padEnd(8)}  ${oneLine(subject)}${why}`;
}
