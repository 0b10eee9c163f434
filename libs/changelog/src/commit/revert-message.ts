import { FirstSigns } from './first-signs.ts';

/** What a revert says it takes back. */
export interface RevertMessage {
  /** Full or abbreviated ids from `This reverts commit ...`. */
  readonly shas: readonly string[];
  /** The title in quotes; `undefined` where the subject quotes none. */
  readonly title: string | undefined;
  /** From GitHub's `Reverts owner/repo#12`. */
  readonly pullRequest: number | undefined;
}

const QUOTED = /^revert:? ["“](.*)["”](?: \(#\d+\))?$/iu;
const CONVENTIONAL = /^revert(?:\([^()]*\))?!?: (.+)$/i;
const SUBJECT = /^(?:revert|reapply)\b/i;
const SUBJECT_SIGNS = new FirstSigns('R');
const BODY = /^\s*(?:(?:revert|reapply) ["“].*\s+)?this reverts commit/i;
const REAPPLY = /^reapply ["“](.*)["”](?: \(#\d+\))?$/iu;
const SHAS = /\bThis reverts commits? ([0-9a-f]{7,64}(?:(?:,| and|, and) [0-9a-f]{7,64})*)/g;
const NUMBER = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)/m;

/**
 * Reads a revert; `undefined` for a message that is none. It is one by its subject, or by a body that begins with git's own words; a squashed
 * body may hold those words further down and yet be about something else. `Reapply "X"` takes back the revert of X.
 */
export function parseRevert(subject: string, body: string): RevertMessage | undefined {
  // Searched from a rare letter on, for bodies are long.
  const told = body.includes('verts ');
  const bySubject = SUBJECT_SIGNS.begin(subject) && SUBJECT.test(subject);
  if (!bySubject && !(told && BODY.test(body))) return undefined;
  const shas = told
    ? Array.from(body.matchAll(SHAS)).flatMap((found) => (found[1] ?? '').match(/[0-9a-f]{7,64}/g) ?? [])
    : [];
  const again = REAPPLY.exec(subject)?.[1];
  const title = again === undefined ? QUOTED.exec(subject)?.[1] : `Revert "${again}"`;
  const number = told ? NUMBER.exec(body)?.[1] : undefined;
  const conventional = CONVENTIONAL.exec(subject)?.[1];
  return {
    shas,
    title: title ?? conventional?.replace(/ \(#\d+\)$/, ''),
    pullRequest: number === undefined ? undefined : Number(number),
  };
}
