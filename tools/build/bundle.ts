// usage: node bundle.ts [--split] [--alone <module>]... [--script <module>]... <entry>...   (writes dist/ beside the package.json of the
// current folder). What is named by --alone is bundled by itself and loaded only where it is imported dynamically. Code splitting alone
// would not do: a chunk takes along every file that the index of a library names. What is named by --script becomes one CommonJS file.
import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type BuildOptions, type Plugin } from 'esbuild';

const builtin = createRequire(import.meta.url) as (path: string) => object;
const { positionals: entryPoints, values } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'boolean', default: false },
    alone: { type: 'string', multiple: true, default: [] },
    script: { type: 'string', multiple: true, default: [] },
  },
});
const { split, alone, script } = values;
const files = [...alone, ...entryPoints].map((path) => resolve(path));
if (entryPoints.length === 0) throw new Error('usage: bundle.ts [--split] <entry> [<entry> ...]');

await rm('dist', { recursive: true, force: true });
/** Keeps modules that are files of their own out of the others' bundles. */
const loadAlone: Plugin = {
  name: 'load-alone',
  setup(building) {
    building.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
      const found = files.includes(resolve(resolveDir, path)) && kind === 'dynamic-import';
      return found ? { path: `./${basename(path, '.ts')}.js`, external: true } : undefined;
    });
    // Only what uses them needs them.
    building.onResolve({ filter: /^(?:@changesets\/parse|yaml)$/ }, async ({ path, ...from }) => {
      if (from.pluginData === UNCHANGED) return undefined;
      return { ...(await building.resolve(path, { ...from, pluginData: UNCHANGED })), sideEffects: false };
    });
  },
};
const UNCHANGED = Symbol('resolved by esbuild itself');

/**
 * Takes Node's own modules by require, and of each only the names that are used. An import of node:process or node:util reads every property
 * of it, and so does what esbuild makes of a require, so that streams are opened and parts of Node loaded that nobody asked for: 10 ms in
 * each start.
 */
const requireBuiltins: Plugin = {
  name: 'require-builtins',
  setup(building) {
    // Anew for each file that imports it: names that files of another chunk use would be taken here too. By a path that is
    // the same on every machine, for source maps name it.
    building.onResolve({ filter: /^node:/ }, ({ importer, kind, path }) =>
      kind === 'import-statement'
        ? { path, namespace: 'builtin', suffix: `?${relative('', importer)}` }
        : { path, external: true },
    );
    building.onLoad({ filter: /^node:/, namespace: 'builtin' }, ({ path }) => ({ contents: namesOf(path) }));
  },
};

/** A module that exports the names of another; those that nobody imports are left out of the bundle. */
function namesOf(path: string): string {
  const names = Object.keys(builtin(path)).filter((name) => name !== 'default');
  return [
    `const all = require(${JSON.stringify(path)});`,
    'const take = (name) => all[name];',
    'export default all;',
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ take('${name}');`),
  ].join('\n');
}

const shared: BuildOptions = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  conditions: ['@heroku-release/source'],
  external: split ? ['@heroku-release/release-sandbox', '@heroku-release/release-runner'] : [],
  // The command line is loaded in every run of it; what people review before it is committed stays readable.
  minifyWhitespace: split,
  minifySyntax: split,
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: [loadAlone, requireBuiltins],
};
// The command line loads the rehearsal only when asked; an action is one file.
await build({ ...shared, entryPoints, splitting: split });
for (const module of alone) await build({ ...shared, entryPoints: [module] });
// An import in a script would need a loader that Node calls experimental; require takes ES modules too.
const commonJs: BuildOptions = {
  ...shared,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: {},
  supported: { 'dynamic-import': false },
};
for (const module of script) await build({ ...commonJs, entryPoints: [module] });
// What the rehearsal needs beside the code: the stage apps, the workflows that init writes, the example library.
if (split) {
  for (const app of ['package', 'create-tag', 'publish']) {
    await cp(`../${app}/dist`, `dist/actions/${app}/dist`, { recursive: true });
    await cp(`../${app}/action.yml`, `dist/actions/${app}/action.yml`);
    await writeFile(`dist/actions/${app}/package.json`, '{ "type": "module" }\n');
  }
  await cp('templates', 'dist/templates', { recursive: true });
  await cp('../../examples', 'dist/examples', { recursive: true });
}
