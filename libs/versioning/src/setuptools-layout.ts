import { asText, tableAt, type TomlTable } from './toml-document.ts';

/**
 * The files that a module of a setuptools project can be, likeliest first. A folder given for the module's package counts alone; else the
 * folder of all packages, the folders in which packages are looked for, the root, and `src`.
 */
export function setuptoolsModulePaths(document: TomlTable, module: string): string[] {
  const folders = tableAt(document, 'tool', 'setuptools', 'package-dir');
  const [top = '', ...inner] = module.split('.');
  const own = asText(folders?.[top]);
  if (own !== undefined) return moduleFiles([own, ...inner]);
  const everywhere = asText(folders?.['']);
  const where = tableAt(document, 'tool', 'setuptools', 'packages', 'find')?.['where'];
  const searched = Array.isArray(where) ? where.filter((folder) => typeof folder === 'string') : [];
  const roots = everywhere === undefined ? [...searched, '.', 'src'] : [everywhere];
  return [...new Set(roots.flatMap((root) => moduleFiles([root, top, ...inner])))];
}

function moduleFiles(parts: readonly string[]): string[] {
  const path = parts.flatMap((part) => part.split('/')).filter((part) => part !== '' && part !== '.');
  return [`${path.join('/')}.py`, `${path.join('/')}/__init__.py`];
}
