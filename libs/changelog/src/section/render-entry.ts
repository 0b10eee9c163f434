import type { ChangelogStyle } from './changelog-style.ts';
import type { ChangelogEntry } from './section.ts';

/** The line of an entry without its line end. */
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

/** The short form of a commit id, as GitHub shows it. */
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
  // Nearly always there is one: whole histories are rendered through this.
  if (entry.pullRequests.length === 1) {
    return linked ? ` ([#${first}](${repository}/pull/${first}))` : ` (#${first})`;
  }
  if (!linked) return ` (${entry.pullRequests.map((number) => `#${number}`).join(', ')})`;
  const links = entry.pullRequests.map((number) => `[#${number}](${repository}/pull/${number})`);
  return ` (${links.join(', ')})`;
}
