/**
 * A section's text, short enough for the body of a pull request or a release (GitHub takes 65,536 characters). It is cut between
 * entries and says how many are missing. A text within the limit comes back as it is.
 *
 * @param limit in UTF-16 units, default 60,000
 */
export function cutForPullRequest(sectionText: string, limit = 60_000): string {
  if (sectionText.length <= limit) return sectionText;
  const lines = sectionText.split(/(?<=\n)/);
  const starts = lines.flatMap((line, at) => (ENTRY.test(line) ? [at] : []));
  let length = 0;
  const before = lines.map((line) => {
    const start = length;
    length += line.length;
    return start;
  });
  for (let kept = starts.length - 1; kept >= 0; kept -= 1) {
    const at = starts[kept] ?? 0;
    const note = noteFor(starts.length - kept);
    if ((before[at] ?? 0) + note.length + 2 > limit) continue;
    return `${withoutOpenGroup(lines.slice(0, at))}\n\n${note}`;
  }
  return noteFor(starts.length).slice(0, Math.max(0, limit));
}

const ENTRY = /^[-*+][ \t]+\S/;

function noteFor(missing: number): string {
  return `_${missing} more ${missing === 1 ? 'entry is' : 'entries are'} in the changelog file._\n`;
}

/** Without blank lines and group names that would be left without entries. */
function withoutOpenGroup(lines: readonly string[]): string {
  const kept = [...lines];
  while (kept.length > 1 && /^\s*$|^#{2,6} |^\*{2,3}[^*]+\*{2,3}:?\s*$/.test(kept.at(-1) ?? '')) kept.pop();
  return kept.join('').trimEnd();
}
