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

const PATTERN =
  /<!-- heroku-release tag=([A-Za-z0-9._+!/-]+) commit=([0-9a-f]{40}) record=(none|intent|done) -->/;

/** The note in a release's body; undefined for a release that this tool did not make. */
export function findReleaseNote(body: string): ReleaseNote | undefined {
  const match = PATTERN.exec(body);
  if (match === null) return undefined;
  const [, tag = '', commit = '', record] = match;
  return { tag, commit, record: record as ReleaseNote['record'] };
}

/** The body with this note: what people wrote around it stays. */
export function withReleaseNote(body: string, note: ReleaseNote): string {
  const text = `<!-- heroku-release tag=${note.tag} commit=${note.commit} record=${note.record} -->`;
  if (PATTERN.test(body)) return body.replace(PATTERN, text);
  return `${body.trimEnd()}\n\n${text}\n`;
}
