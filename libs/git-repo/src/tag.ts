/** A tag as it appears in the list of references. */
export interface TagRef {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** The object it finally points to, nearly always a commit. */
  readonly sha: string;
  /** The object in the reference: the tag object of an annotated tag, otherwise the commit. */
  readonly object: string;
  readonly annotated: boolean;
}

/** A tag that points to a commit. */
export interface Tag extends TagRef {
  /** The tagger's date, or the commit's for a lightweight tag, in ISO 8601. */
  readonly date: string;
}

/** A line of `for-each-ref`, before nested tags are followed. */
export interface TagLine extends Tag {
  /** The type of the object after peeling once. */
  readonly type: string;
}

/** The prefix of tag references. */
export const TAGS = 'refs/tags/';

const SEPARATOR = ` ${TAGS}`;
const PEELED = '^{}';

/** Parses `show-ref --tags --dereference`: one line per tag, then a line with `^{}` for the object that an annotated tag points to. */
export function readTagRefs(text: string): TagRef[] {
  const tags: Mutable<TagRef>[] = [];
  // All ids have the same length.
  const start = text.indexOf(SEPARATOR) + SEPARATOR.length;
  for (const line of text.split('\n')) {
    const name = line.slice(start);
    if (name === '') continue;
    const sha = line.slice(0, start - SEPARATOR.length);
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

/** One tag per line, fields separated by NUL. */
export const TAG_FORMAT =
  '%(refname:lstrip=2)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)%00%(creatordate:iso-strict)';

/** Parses the output of `for-each-ref` with {@link TAG_FORMAT}. */
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
