// usage: node bundle.ts [--split] [--external <package>]... <entry>...
// Bundles each entry, with everything it imports, into dist/ beside the package.json of the current folder. With --split, each module
// that our code imports dynamically becomes a separate bundle. esbuild's own splitting would load every file that a library's index
// names, used or not.
import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Plugin } from 'esbuild';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'boolean', default: false },
    external: { type: 'string', multiple: true, default: [] },
  },
});
if (positionals.length === 0) throw new Error('usage: bundle.ts [--split] <entry> [<entry> ...]');

/** Paths of the entries by the name of their output; grows while bundles are made. */
const entries = new Map<string, string>();

function addEntry(path: string): string {
  const name = `${basename(path, '.ts')}.js`;
  if ((entries.get(name) ?? path) !== path) throw new Error(`two entries would be written to dist/${name}`);
  entries.set(name, path);
  return name;
}

const splitDynamicImports: Plugin = {
  name: 'split-dynamic-imports',
  setup(building) {
    building.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: `./${addEntry(resolve(resolveDir, path))}`, external: true }
        : undefined,
    );
  },
};

await rm('dist', { recursive: true, force: true });
for (const path of positionals) addEntry(resolve(path));
for (const path of entries.values()) {
  await build({
    entryPoints: [path],
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    conditions: ['@heroku-release/source'],
    external: values.external,
    sourcemap: 'linked',
    legalComments: 'linked',
    logLevel: 'warning',
    // CommonJS dependencies call require. Importing node:module for it would add 3 ms to each start; Node before 22.3 has no getBuiltinModule.
    banner: {
      js: "const require = process.getBuiltinModule?.('node:module').createRequire(import.meta.url);",
    },
    plugins: values.split ? [splitDynamicImports] : [],
  });
}
