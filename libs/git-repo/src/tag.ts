/** A tag as the list of references has it. */
export interface TagRef {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** What it leads to in the end: nearly always a commit. */
  readonly sha: string;
  /** The object the reference holds: the tag object of an annotated tag, else the commit. */
  readonly object: string;
  readonly annotated: boolean;
}

/** A tag that leads to a commit. */
export interface Tag extends TagRef {
  /** The tagger's date, or the commit's for a lightweight tag, in ISO 8601. */
  readonly date: string;
}

/** A line of `for-each-ref` before nested tags are followed. */
export interface TagLine extends Tag {
  /** The type of what one peeling leads to. */
  readonly type: string;
}

const PREFIX = ' refs/tags/';
const PEELED = '^{}';

/** Takes the output of `show-ref --tags --dereference` apart: a line for the tag, and one with `^{}` for what an annotated one leads to. */
export function readTagRefs(text: string): TagRef[] {
  const tags: Mutable<TagRef>[] = [];
  // All ids are of one length.
  const start = text.indexOf(PREFIX) + PREFIX.length;
  for (const line of text.split('\n')) {
    const name = line.slice(start);
    if (name === '') continue;
    const sha = line.slice(0, start - PREFIX.length);
    const tag = name.endsWith(PEELED) ? tags.at(-1) : undefined;
    if (tag === undefined) tags.push({ name, sha, object: sha, annotated: false });
    else {
      tag.sha = sha;
      tag.annotated = true;
    }
  }
  return tags;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One tag a line, fields ended by NUL. */
export const TAG_FORMAT =
  '%(refname:lstrip=2)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)%00%(creatordate:iso-strict)';

/** Takes the output of `for-each-ref` with {@link TAG_FORMAT} apart. */
export function readTags(text: string): TagLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', object = '', kind = '', peeled = '', peeledKind = '', date = ''] = line.split('\0');
      const annotated = kind === 'tag';
      return {
        name,
        object,
        annotated,
        date,
        sha: annotated ? peeled : object,
        type: annotated ? peeledKind : kind,
      };
    });
}
