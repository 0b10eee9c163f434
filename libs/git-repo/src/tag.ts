/** A tag that leads to a commit. */
export interface Tag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** The commit it leads to, peeled. */
  readonly sha: string;
  /** The object the reference holds: the tag object of an annotated tag, else the commit. */
  readonly object: string;
  readonly annotated: boolean;
  /** The tagger's date, or the commit's for a lightweight tag, in ISO 8601. */
  readonly date: string;
}

/** A line of `for-each-ref` before nested tags are followed. */
export interface TagLine extends Tag {
  /** The type of what one peeling leads to. */
  readonly type: string;
}

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
