// usage: node bundle.ts [--split] <entry> [<entry> ...]   (writes dist/ beside the package.json of the current folder)
import { cp, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const args = process.argv.slice(2);
const split = args.includes('--split');
const entryPoints = args.filter((argument) => !argument.startsWith('--'));
if (entryPoints.length === 0) throw new Error('usage: bundle.ts [--split] <entry> [<entry> ...]');

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints,
  outdir: 'dist',
  bundle: true,
  // The command line loads the rehearsal only when asked; an action is one file.
  splitting: split,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  conditions: ['@heroku-release/source'],
  external: split ? ['@heroku-release/release-sandbox', '@heroku-release/release-runner'] : [],
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
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
