const TEST_FOLDERS = new Set(['test', 'tests', 'testing']);

/**
 * Which files of the source tree are the sources of what a wheel holds. They are left out of the tree in which the tests run, so that an import
 * can only find the installed package. Test folders stay even when a wheel holds them.
 *
 * For each name on top of the wheel the folder is chosen under which most of its files are found, so that a copy of the package among test
 * data does not pass for it; whatever else lies in the package's folder goes too.
 */
export function packageSources(files: readonly string[], wheelMembers: readonly string[]): Set<string> {
  const out = new Set<string>();
  for (const [top, members] of byTop(wheelMembers)) {
    const parent = parentOf(top, members, files);
    if (parent === undefined) continue;
    const root = parent === '' ? top : `${parent}/${top}`;
    for (const file of files) if (file === root || file.startsWith(`${root}/`)) out.add(file);
  }
  return out;
}

/** The import names on top of a wheel: `demo` for `demo/__init__.py`, `single` for `single.py`. */
export function importNames(wheelMembers: readonly string[]): string[] {
  const names = [...byTop(wheelMembers)].flatMap(([top, members]) => {
    if (members.size === 1 && members.has(top)) {
      const module = /^([A-Za-z_]\w*)(?:\.[\w-]+)*\.(?:py|so|pyd)$/.exec(top)?.[1];
      return module === undefined ? [] : [module];
    }
    const code = [...members].some((member) => /\.(?:py|so|pyd)$/.test(member));
    return code && /^[A-Za-z_]\w*$/.test(top) ? [top] : [];
  });
  return [...new Set(names)].sort();
}

function byTop(wheelMembers: readonly string[]): Map<string, Set<string>> {
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
  const hits = new Map<string, number>();
  for (const file of files) {
    const parts = file.split('/');
    for (const [index, part] of parts.entries()) {
      if (TEST_FOLDERS.has(part)) break;
      if (part !== top || !members.has(parts.slice(index).join('/'))) continue;
      const parent = parts.slice(0, index).join('/');
      hits.set(parent, (hits.get(parent) ?? 0) + 1);
    }
  }
  const depth = (path: string) => (path === '' ? 0 : path.split('/').length);
  return [...hits].sort(([a, x], [b, y]) => y - x || depth(a) - depth(b))[0]?.[0];
}
