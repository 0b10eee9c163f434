/** A GraphQL node id in GitHub's current format: a prefix for the type, then opaque text. */
export function nodeId(prefix: string, ...parts: readonly (string | number)[]): string {
  return `${prefix}_kwDO${Buffer.from(parts.join(':')).toString('base64url')}`;
}

/** Parses a node id from {@link nodeId}. */
export function readNodeId(id: string): { readonly prefix: string; readonly parts: string[] } | undefined {
  const match = /^(?<prefix>[A-Za-z]+)_kwDO(?<text>[\w-]+)$/.exec(id);
  if (match?.groups === undefined) return undefined;
  const text = Buffer.from(match.groups['text'] ?? '', 'base64url').toString();
  return { prefix: match.groups['prefix'] ?? '', parts: text.split(':') };
}
