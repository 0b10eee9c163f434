/** What a revert says it takes back. */
export interface RevertMessage {
  /** Full or abbreviated ids from `This reverts commit ...`. */
  readonly shas: readonly string[];
  /** The title in quotes; `undefined` where the subject quotes none. */
  readonly title: string | undefined;
  /** From GitHub's `Reverts owner/repo#12`. */
  readonly pullRequest: number | undefined;
}

const QUOTED = /^(?:revert:? |⏪️? ?revert )["“](.*)["”](?: \(#\d+\))?$/iu;
const REAPPLY = /^reapply ["“](.*)["”](?: \(#\d+\))?$/iu;
const SHAS = /\bThis reverts commits? ([0-9a-f]{7,64}(?:(?:,| and|, and) [0-9a-f]{7,64})*)/g;
const NUMBER = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)/m;

/** Reads a revert; `undefined` for a message that is none. `Reapply "X"` takes back the revert of X. */
export function parseRevert(subject: string, body: string): RevertMessage | undefined {
  const starts = /^(?:revert|reapply|⏪)/iu.test(subject);
  const reverts = body.includes('everts ');
  if (!starts && !reverts) return undefined;
  const shas = reverts
    ? Array.from(body.matchAll(SHAS)).flatMap((found) => (found[1] ?? '').match(/[0-9a-f]{7,64}/g) ?? [])
    : [];
  if (!starts && shas.length === 0) return undefined;
  const again = REAPPLY.exec(subject)?.[1];
  const title = again === undefined ? QUOTED.exec(subject)?.[1] : `Revert "${again}"`;
  const number = reverts ? NUMBER.exec(body)?.[1] : undefined;
  const conventional = /^revert(?:\([^()]*\))?!?: (.+)$/i.exec(subject)?.[1];
  return {
    shas,
    title: title ?? conventional?.replace(/ \(#\d+\)$/, ''),
    pullRequest: number === undefined ? undefined : Number(number),
  };
}
