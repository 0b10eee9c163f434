import { asString, tableAt, type TomlTable } from './toml-document.ts';

/**
 * The possible files of a module in a setuptools project, most likely first. If the settings give a folder for the module's package, only that
 * folder counts, otherwise the folder of all packages. Without either: the folders to search for packages, the root, and `src`.
 */
export function setuptoolsModulePaths(document: TomlTable, module: string): string[] {
  const folders = tableAt(document, 'tool', 'setuptools', 'package-dir');
  const [top = '', ...inner] = module.split('.');
  const packageFolder = asString(folders?.[top]);
  if (packageFolder !== undefined) return moduleFiles([packageFolder, ...inner]);
  const commonFolder = asString(folders?.['']);
  const where = tableAt(document, 'tool', 'setuptools', 'packages', 'find')?.['where'];
  const searched = Array.isArray(where) ? where.filter((folder) => typeof folder === 'string') : [];
  const roots = commonFolder === undefined ? [...searched, '.', 'src'] : [commonFolder];
  return [...new Set(roots.flatMap((root) => moduleFiles([root, top, ...inner])))];
}

function moduleFiles(parts: readonly string[]): string[] {
  const path = parts.flatMap((part) => part.split('/')).filter((part) => part !== '' && part !== '.');
  return [`${path.join('/')}.py`, `${path.join('/')}/__init__.py`];
}
