/** The content of a reference on a remote. */
export interface RemoteRef {
  /** The object id: a tag object for an annotated tag. */
  readonly sha: string;
  /** The commit that an annotated tag points to. */
  readonly peeled?: string;
}

const PEELED = '^{}';

/** The arguments of `ls-remote`, which prints a tag's peeled line only when it is requested by name. */
export function lsRemotePatterns(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    return pattern.startsWith('refs/tags/') && !pattern.endsWith('*')
      ? [pattern, `${pattern}${PEELED}`]
      : [pattern];
  });
}

/**
 * Parses the output of `ls-remote` and keeps the references that match a whole pattern; `ls-remote` itself also prints those whose end
 * matches.
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
  return new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 's');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
