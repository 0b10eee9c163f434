/** An author, committer or tagger. */
export interface GitPerson {
  /** Name. */
  readonly name: string;
  /** Email address. */
  readonly email: string;
  /** Time in milliseconds since the epoch; git stores whole seconds. */
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
  /** Author of the change. */
  readonly author: GitPerson;
  /** Creator of the commit. */
  readonly committer: GitPerson;
  /** The whole message, including the last line break. */
  readonly message: string;
}

/** An annotated tag object. */
export interface GitTag {
  /** Its full SHA. */
  readonly sha: string;
  /** Name of the tag, without `refs/tags/`. */
  readonly name: string;
  /** Full SHA of the tagged object. */
  readonly object: string;
  /** Type of the tagged object. */
  readonly type: string;
  /** Creator of the tag; missing in very old tags. */
  readonly tagger?: GitPerson | undefined;
  /** The whole message. */
  readonly message: string;
}

/** Parses the content of a commit object. */
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

/** Parses the content of a tag object. */
export function parseTag(sha: string, text: string): GitTag {
  const { headers, message } = split(text);
  const tagger = headers.find(([key]) => key === 'tagger')?.[1];
  return {
    sha,
    name: first(headers, 'tag'),
    object: first(headers, 'object'),
    type: first(headers, 'type'),
    message,
    tagger: tagger === undefined ? undefined : person(tagger),
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
