import type { Tag } from './tag.ts';

/** An object as git stores it. */
export interface RawObject {
  readonly id: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const HEADER_END = '\n\n';
const TAGGED_COMMIT = /^object ([0-9a-f]{40,64})\ntype commit\n/;
/** The end of the `tagger` and `committer` lines: seconds since 1970, then the zone as hours and minutes. */
const TAGGED_AT = /^tagger .*> (\d{1,12}) ([+-])(\d\d)(\d\d)$/m;
const COMMITTED_AT = /^committer .*> (\d{1,12}) ([+-])(\d\d)(\d\d)$/m;

/**
 * Reads the tag whose reference holds this object: a tag object, or the commit itself for a lightweight tag. `undefined` for a tag of a
 * tag, which needs git to follow it, and for a tag without a date or of anything but a commit. Pure.
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

/** The date in its original zone, as in git's `iso-strict`. */
function dateOf(match: RegExpExecArray | null): string | undefined {
  if (match === null) return undefined;
  const [, seconds, sign = '', hours = '', minutes = ''] = match;
  const offset = (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes));
  const local = new Date((Number(seconds) + offset) * 1000).toISOString().slice(0, 19);
  return `${local}${sign}${hours}:${minutes}`;
}
