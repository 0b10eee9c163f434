/**
 * The note: a hidden comment at the end of a GitHub release's body. It says which tag and commit the release belongs to and
 * whether the change record was written, because TPS cannot be asked.
 */
export interface ReleaseNote {
  readonly tag: string;
  readonly commit: string;
  /** `none`: not begun. `intent`: begun, perhaps written. `done`: written. */
  readonly record: 'none' | 'intent' | 'done';
}

const PATTERN = /<!-- heroku-release tag=([!-~]+) commit=([0-9a-f]{40}) record=(none|intent|done) -->/g;

/** Finds the note in the body of a release: the last one, because ours is at the end. Undefined for releases of other tools. */
export function findReleaseNote(body: string): ReleaseNote | undefined {
  return lastNote(body)?.note;
}

/**
 * Sets the note in a body. Text of people around it stays, and so does a note of another tag or commit. The same call again changes
 * nothing.
 */
export function withReleaseNote(body: string, note: ReleaseNote): string {
  const text = `<!-- heroku-release tag=${note.tag} commit=${note.commit} record=${note.record} -->`;
  const last = lastNote(body);
  if (last?.note.tag !== note.tag || last.note.commit !== note.commit) {
    return `${body.trimEnd()}\n\n${text}\n`;
  }
  return body.slice(0, last.start) + text + body.slice(last.end);
}

function lastNote(body: string) {
  const match = [...body.matchAll(PATTERN)].at(-1);
  if (match === undefined) return undefined;
  const [whole, tag = '', commit = '', record] = match;
  const note: ReleaseNote = { tag, commit, record: record as ReleaseNote['record'] };
  return { note, start: match.index, end: match.index + whole.length };
}
