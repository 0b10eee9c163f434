import type { Tag } from './tag.ts';

/** An object as git keeps it. */
export interface RawObject {
  readonly id: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const HEADER_END = '\n\n';
const TAGGED_COMMIT = /^object ([0-9a-f]{40,64})\ntype commit\n/;
/** The last words of the lines `tagger` and `committer`: seconds since 1970, and the zone as hours and minutes. */
const TAGGED_AT = /^tagger .*> (\d{1,12}) ([+-])(\d\d)(\d\d)$/m;
const COMMITTED_AT = /^committer .*> (\d{1,12}) ([+-])(\d\d)(\d\d)$/m;

/**
 * The tag whose reference holds an object: that of an annotated tag, or the commit itself. `undefined` for what only git can tell: a tag
 * of a tag, one without a day, one of no commit. Pure.
 */
export function readTagObject(name: string, { id, type, bytes }: RawObject): Tag | undefined {
  const text = bytes.toString('utf8');
  const end = text.indexOf(HEADER_END);
  const header = end < 0 ? text : text.slice(0, end);
  const sha = type === 'tag' ? TAGGED_COMMIT.exec(header)?.[1] : type === 'commit' ? id : undefined;
  const date = dateOf((type === 'tag' ? TAGGED_AT : COMMITTED_AT).exec(header));
  return sha === undefined || date === undefined
    ? undefined
    : { name, sha, object: id, annotated: type === 'tag', date };
}

/** In the zone it was made in, as git's `iso-strict` has it. */
function dateOf(found: RegExpExecArray | null): string | undefined {
  if (found === null) return undefined;
  const [, seconds, sign = '', hours = '', minutes = ''] = found;
  const offset = (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes));
  const local = new Date((Number(seconds) + offset) * 1000).toISOString().slice(0, 19);
  return `${local}${sign}${hours}:${minutes}`;
}
