/**
 * Shortens a section for the body of a pull request or a release (GitHub's limit is 65,536 characters). Cuts between entries and states how
 * many are missing; prose without entries is cut between paragraphs. A text within the limit is returned unchanged.
 *
 * @param limit in UTF-16 units, default 60,000
 */
export function cutForPullRequest(sectionText: string, limit = 60_000): string {
  if (sectionText.length <= limit) return sectionText;
  const lines = sectionText.split(/(?<=\n)/);
  const { starts, noteFor } = findCuts(lines);
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

/** The lines before which the text may be cut, and the note for the missing part. */
interface Cuts {
  readonly starts: readonly number[];
  readonly noteFor: (missing: number) => string;
}

const ENTRY = /^( {0,3})(?:[-*+]|\d{1,9}[.)])[ \t]+\S/;

function findCuts(lines: readonly string[]): Cuts {
  const depths = lines.map((line) => ENTRY.exec(line)?.[1]?.length);
  // Deeper items belong to an entry.
  // Not spread into arguments: the stack is too small for 200,000 entries.
  const least = depths.reduce<number>((found, depth) => Math.min(found, depth ?? Infinity), Infinity);
  const entries = depths.flatMap((depth, at) => (depth === least ? [at] : []));
  if (entries.length > 0) return { starts: entries, noteFor: entriesMissing };
  const paragraphs = lines.flatMap((line, at) =>
    at > 0 && line.trim() !== '' && lines[at - 1]?.trim() === '' ? [at] : [],
  );
  return { starts: paragraphs, noteFor: () => '_The rest is in the changelog file._\n' };
}

function entriesMissing(missing: number): string {
  return `_${missing} more ${missing === 1 ? 'entry is' : 'entries are'} in the changelog file._\n`;
}

/** Removes blank lines and group names at the end that would be left without entries. */
function withoutOpenGroup(lines: readonly string[]): string {
  const kept = [...lines];
  while (kept.length > 1 && /^\s*$|^#{2,6} |^\*{2,3}[^*]+\*{2,3}:?\s*$/.test(kept.at(-1) ?? '')) kept.pop();
  return kept.join('').trimEnd();
}
