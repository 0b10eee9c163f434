/** How a path differs from HEAD. */
export interface FileStatus {
  readonly path: string;
  /** `changed` covers every difference that is neither an addition nor a removal. */
  readonly state: 'changed' | 'added' | 'removed' | 'untracked' | 'conflicted';
  /** Whether any of it is in the index. */
  readonly staged: boolean;
}

/** Takes `git status --porcelain=v1 -z --no-renames` apart. */
export function readStatus(text: string): FileStatus[] {
  return text
    .split('\0')
    .filter((entry) => entry.length > 3)
    .map((entry) => {
      const index = entry.charAt(0);
      const tree = entry.charAt(1);
      return { path: entry.slice(3), state: stateOf(index, tree), staged: index !== ' ' && index !== '?' };
    });
}

function stateOf(index: string, tree: string): FileStatus['state'] {
  const both = `${index}${tree}`;
  if (both === '??') return 'untracked';
  if (/U|AA|DD/.test(both)) return 'conflicted';
  if (index === 'D' || tree === 'D') return 'removed';
  return index === 'A' ? 'added' : 'changed';
}
