/** What a reference of a remote holds. */
export interface RemoteRef {
  /** The object id: a tag object for an annotated tag. */
  readonly sha: string;
  /** The commit behind an annotated tag. */
  readonly peeled?: string;
}

const PEELED = '^{}';

/** `ls-remote` patterns: a tag's peeled line must be asked for by its own name. */
export function askFor(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    return pattern.startsWith('refs/tags/') && !pattern.endsWith('*')
      ? [pattern, `${pattern}${PEELED}`]
      : [pattern];
  });
}

/**
 * Takes the output of `ls-remote` apart and keeps what matches a pattern from its beginning; `ls-remote` itself also answers
 * with references that only end alike.
 */
export function readRemoteRefs(text: string, patterns: readonly string[]): Map<string, RemoteRef> {
  const wanted = patterns.map(matcher);
  const refs = new Map<string, RemoteRef>();
  for (const line of text.split('\n')) {
    const [sha = '', full = ''] = line.split('\t');
    if (full === '') continue;
    const name = full.endsWith(PEELED) ? full.slice(0, -PEELED.length) : full;
    if (!wanted.some((pattern) => pattern.test(name))) continue;
    const known = refs.get(name);
    refs.set(name, full === name ? { sha, ...known } : { sha: known?.sha ?? sha, peeled: sha });
  }
  return refs;
}

function matcher(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`, 's');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
