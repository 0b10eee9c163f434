import { tableAt, type TomlTable } from './toml-document.ts';
import type { VersionSource } from './version-source.ts';

/** Where a dynamic version comes from, told by the tables of the build back ends. */
export function decideVersionSource(document: TomlTable): VersionSource {
  const backend = tableAt(document, 'build-system')?.['build-backend'];
  return {
    kind: 'unsupported',
    because: `the build back end ${typeof backend === 'string' ? backend : ''} keeps the version in a place of its own`,
    hint: 'Give the version in [project] as version = "...".',
  };
}
