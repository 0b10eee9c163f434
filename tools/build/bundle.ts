// usage: node bundle.ts [--split] <entry> [<entry> ...]   (writes dist/ beside the package.json of the current folder)
import { cp, rm } from 'node:fs/promises';
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
if (split) {
  for (const app of ['package', 'create-tag', 'publish']) {
    await cp(`../${app}/dist`, `dist/actions/${app}/dist`, { recursive: true });
    await cp(`../${app}/action.yml`, `dist/actions/${app}/action.yml`);
    await cp(`../${app}/package.json`, `dist/actions/${app}/package.json`);
  }
}
