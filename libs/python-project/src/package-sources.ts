const TEST_FOLDERS = new Set(['test', 'tests', 'testing']);

/**
 * Finds the files of the source tree that a wheel was built from. They are left out of the tree in which the tests run, so that an import
 * can only find the installed package. Test folders are kept even if the wheel contains them.
 *
 * For each top-level name of the wheel, the sources are in the folder that contains most of its files, so that a copy of the package in the
 * test data is not mistaken for them. All other files in the package's folder belong to the sources too.
 */
export function packageSources(files: readonly string[], wheelMembers: readonly string[]): Set<string> {
  const sources = new Set<string>();
  for (const [top, members] of groupByTop(wheelMembers)) {
    const parent = parentOf(top, members, files);
    if (parent === undefined) continue;
    const root = parent === '' ? top : `${parent}/${top}`;
    for (const file of files) if (file === root || file.startsWith(`${root}/`)) sources.add(file);
  }
  return sources;
}

/** The top-level import names of a wheel: `demo` for `demo/__init__.py`, `single` for `single.py`. */
export function importNames(wheelMembers: readonly string[]): string[] {
  const names = [...groupByTop(wheelMembers)].flatMap(([top, members]) => {
    if (members.size === 1 && members.has(top)) {
      const module = /^([A-Za-z_]\w*)(?:\.[\w-]+)*\.(?:py|so|pyd)$/.exec(top)?.[1];
      return module === undefined ? [] : [module];
    }
    const hasCode = [...members].some((member) => /\.(?:py|so|pyd)$/.test(member));
    return hasCode && /^[A-Za-z_]\w*$/.test(top) ? [top] : [];
  });
  return [...new Set(names)].sort();
}

function groupByTop(wheelMembers: readonly string[]): Map<string, Set<string>> {
  const tops = new Map<string, Set<string>>();
  for (const member of wheelMembers) {
    const [top = ''] = member.split('/');
    if (member.endsWith('/') || /\.(?:dist-info|data)$/.test(top)) continue;
    if (TEST_FOLDERS.has(top) || top === 'conftest.py') continue;
    tops.set(top, (tops.get(top) ?? new Set()).add(member));
  }
  return tops;
}

function parentOf(top: string, members: ReadonlySet<string>, files: readonly string[]): string | undefined {
  const matches = new Map<string, number>();
  for (const file of files) {
    const parts = file.split('/');
    for (const [index, part] of parts.entries()) {
      if (TEST_FOLDERS.has(part)) break;
      if (part !== top || !members.has(parts.slice(index).join('/'))) continue;
      const parent = parts.slice(0, index).join('/');
      matches.set(parent, (matches.get(parent) ?? 0) + 1);
    }
  }
  const depth = (path: string) => (path === '' ? 0 : path.split('/').length);
  return [...matches].sort(([a, x], [b, y]) => y - x || depth(a) - depth(b))[0]?.[0];
}
