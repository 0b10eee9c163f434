/** Name, address and time of an author, committer or tagger. */
export interface GitPerson {
  /** Name as written. */
  readonly name: string;
  /** Address as written. */
  readonly email: string;
  /** When, in milliseconds since the epoch; git keeps whole seconds. */
  readonly atMs: number;
}

/** A commit object. */
export interface GitCommit {
  /** Its full SHA. */
  readonly sha: string;
  /** Full SHA of its tree. */
  readonly tree: string;
  /** Full SHAs of its parents, in order. */
  readonly parents: readonly string[];
  /** Who wrote the change. */
  readonly author: GitPerson;
  /** Who made the commit. */
  readonly committer: GitPerson;
  /** All of the message, the last line break included. */
  readonly message: string;
}

/** An annotated tag object. */
export interface GitTag {
  /** Its full SHA. */
  readonly sha: string;
  /** Name of the tag, without `refs/tags/`. */
  readonly name: string;
  /** Full SHA of what it tags. */
  readonly object: string;
  /** Kind of what it tags. */
  readonly type: string;
  /** Who tagged; very old tags have none. */
  readonly tagger?: GitPerson;
  /** All of the message, as written. */
  readonly message: string;
}

/** Reads the text of a commit object. */
export function parseCommit(sha: string, text: string): GitCommit {
  const { headers, message } = split(text);
  return {
    sha,
    tree: first(headers, 'tree'),
    parents: headers.filter(([key]) => key === 'parent').map(([, value]) => value),
    author: person(first(headers, 'author')),
    committer: person(first(headers, 'committer')),
    message,
  };
}

/** Reads the text of a tag object. */
export function parseTag(sha: string, text: string): GitTag {
  const { headers, message } = split(text);
  const tagger = headers.find(([key]) => key === 'tagger')?.[1];
  return {
    sha,
    name: first(headers, 'tag'),
    object: first(headers, 'object'),
    type: first(headers, 'type'),
    message,
    ...(tagger === undefined ? {} : { tagger: person(tagger) }),
  };
}

function split(text: string): { headers: [string, string][]; message: string } {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const headers = head
    .split('\n')
    .filter((line) => !line.startsWith(' '))
    .map((line): [string, string] => {
      const space = line.indexOf(' ');
      return [line.slice(0, space), line.slice(space + 1)];
    });
  return { headers, message: end < 0 ? '' : text.slice(end + 2) };
}

function first(headers: readonly [string, string][], name: string): string {
  return headers.find(([key]) => key === name)?.[1] ?? '';
}

function person(text: string): GitPerson {
  const match = /^(?<name>.*?) ?<(?<email>[^>]*)> (?<seconds>-?\d+)/.exec(text);
  return {
    name: match?.groups?.['name'] ?? '',
    email: match?.groups?.['email'] ?? '',
    atMs: Number(match?.groups?.['seconds'] ?? 0) * 1000,
  };
}
