import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { ChangelogStyle } from './changelog-style.ts';

/** Renders an entry as one line, without a line end. */
export function renderEntry(
  entry: ChangelogEntry,
  style: ChangelogStyle,
  repository: string | undefined,
): string {
  const { indent = '', sign, gap, scope } = style.bullet;
  const area =
    entry.scope === undefined
      ? ''
      : scope === 'colon-inside'
        ? `**${entry.scope}:** `
        : `**${entry.scope}**: `;
  const references = renderReferences(entry, style, repository);
  const notes = entry.notes.length === 0 ? '' : ` — ${entry.notes.join(' ')}`;
  return `${indent}${sign}${gap}${area}${entry.text}${references}${notes}`;
}

/** Shortens a commit id as GitHub does. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

function renderReferences(
  entry: ChangelogEntry,
  style: ChangelogStyle,
  repository: string | undefined,
): string {
  if (entry.sha === '' && entry.pullRequests.length === 0) return '';
  const linked = style.references === 'link' && repository !== undefined;
  const [first] = entry.pullRequests;
  if (first === undefined) {
    const short = shortSha(entry.sha);
    return linked ? ` ([${short}](${repository}/commit/${entry.sha}))` : ` (${short})`;
  }
  // The usual case, kept fast for whole histories.
  if (entry.pullRequests.length === 1) {
    return linked ? ` ([#${first}](${repository}/pull/${first}))` : ` (#${first})`;
  }
  if (!linked) return ` (${entry.pullRequests.map((number) => `#${number}`).join(', ')})`;
  const links = entry.pullRequests.map((number) => `[#${number}](${repository}/pull/${number})`);
  return ` (${links.join(', ')})`;
}
