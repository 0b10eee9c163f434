import { FirstCharacters } from './first-characters.ts';

/** The target of a revert, as stated in its message. */
export interface RevertMessage {
  /** Full or abbreviated ids from `This reverts commit ...`. */
  readonly shas: readonly string[];
  /** The quoted title; `undefined` when the subject quotes none. */
  readonly title: string | undefined;
  /** From GitHub's `Reverts owner/repo#12`. */
  readonly pullRequest: number | undefined;
}

const QUOTED = /^revert:? ["“](.*)["”](?: \(#\d+\))?$/iu;
const CONVENTIONAL = /^revert(?:\([^()]*\))?!?: (.+)$/i;
const SUBJECT = /^(?:revert|reapply)\b/i;
const SUBJECT_START = new FirstCharacters('R');
const BODY = /^\s*(?:(?:revert|reapply) ["“].*\s+)?this reverts commit/i;
const REAPPLY = /^reapply ["“](.*)["”](?: \(#\d+\))?$/iu;
const SHAS = /\bThis reverts commits? ([0-9a-f]{7,64}(?:(?:,| and|, and) [0-9a-f]{7,64})*)/g;
const NUMBER = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)/m;

/**
 * Parses the message of a revert; `undefined` for any other. A revert shows in the subject, or in a body that starts with git's standard
 * sentence. The body of a squash merge may contain that sentence further down and be about something else. `Reapply "X"` reverts the revert
 * of X.
 */
export function parseRevert(subject: string, body: string): RevertMessage | undefined {
  // The search text starts with a rare letter, since bodies are long.
  const mayRevert = body.includes('verts ');
  const bySubject = SUBJECT_START.match(subject) && SUBJECT.test(subject);
  if (!bySubject && !(mayRevert && BODY.test(body))) return undefined;
  const shas = mayRevert
    ? Array.from(body.matchAll(SHAS)).flatMap((found) => (found[1] ?? '').match(/[0-9a-f]{7,64}/g) ?? [])
    : [];
  const reapplied = REAPPLY.exec(subject)?.[1];
  const title = reapplied === undefined ? QUOTED.exec(subject)?.[1] : `Revert "${reapplied}"`;
  const number = mayRevert ? NUMBER.exec(body)?.[1] : undefined;
  const conventional = CONVENTIONAL.exec(subject)?.[1];
  return {
    shas,
    title: title ?? conventional?.replace(/ \(#\d+\)$/, ''),
    pullRequest: number === undefined ? undefined : Number(number),
  };
}
