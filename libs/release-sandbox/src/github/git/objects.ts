/** Name, address and time of an author, committer or tagger. */
export interface GitPerson {
  readonly name: string;
  readonly email: string;
  readonly atMs: number;
}

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitPerson;
  readonly committer: GitPerson;
  readonly message: string;
}

export interface GitTag {
  readonly sha: string;
  readonly name: string;
  readonly object: string;
  readonly type: string;
  readonly tagger?: GitPerson;
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
