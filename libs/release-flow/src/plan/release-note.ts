/**
 * The note: a hidden comment at the end of a GitHub release's body. It says which tag and commit the release belongs to, whether
 * the change record was written, because TPS cannot be asked, and which plan its files were checked against.
 */
export interface ReleaseNote {
  readonly tag: string;
  readonly commit: string;
  /** `none`: not begun. `intent`: begun, perhaps written. `done`: written. */
  readonly record: 'none' | 'intent' | 'done';
  /** SHA-256 of release-plan.json, lower-case hexadecimal; absent in notes of older versions. */
  readonly plan?: string | undefined;
}

const PATTERN =
  /<!-- heroku-release tag=([!-~]+) commit=([0-9a-f]{40}) record=(none|intent|done)(?: plan=sha256:([0-9a-f]{64}))? -->/g;

/** Finds the note in the body of a release: the last one, because ours is at the end. Undefined for releases of other tools. */
export function findReleaseNote(body: string): ReleaseNote | undefined {
  return lastNote(body)?.note;
}

/**
 * Sets the note in a body. Text of people around it stays, and so does a note of another tag or commit. A note without a plan keeps the
 * plan that is there. The same call again changes nothing.
 */
export function withReleaseNote(body: string, note: ReleaseNote): string {
  const last = lastNote(body);
  if (last?.note.tag !== note.tag || last.note.commit !== note.commit) {
    return `${body.trimEnd()}\n\n${textOf(note)}\n`;
  }
  const kept = { ...note, plan: note.plan ?? last.note.plan };
  return body.slice(0, last.start) + textOf(kept) + body.slice(last.end);
}

function textOf({ tag, commit, record, plan }: ReleaseNote): string {
  const hash = plan === undefined ? '' : ` plan=sha256:${plan}`;
  return `<!-- heroku-release tag=${tag} commit=${commit} record=${record}${hash} -->`;
}

function lastNote(body: string) {
  const match = [...body.matchAll(PATTERN)].at(-1);
  if (match === undefined) return undefined;
  const [whole, tag = '', commit = '', record, plan] = match;
  const note: ReleaseNote = { tag, commit, record: record as ReleaseNote['record'], plan };
  return { note, start: match.index, end: match.index + whole.length };
}
