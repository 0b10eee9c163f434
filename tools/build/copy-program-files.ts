// usage: node copy-program-files.ts     (in apps/release, after the bundles of all apps)
// Copies what the rehearsal needs beside the code into dist/: the stage apps, the workflow templates and the example library.
import { cp, writeFile } from 'node:fs/promises';

for (const app of ['package', 'create-tag', 'publish']) {
  await cp(`../${app}/dist`, `dist/actions/${app}/dist`, { recursive: true });
  await cp(`../${app}/action.yml`, `dist/actions/${app}/action.yml`);
  await writeFile(`dist/actions/${app}/package.json`, '{ "type": "module" }\n');
}
await cp('templates', 'dist/templates', { recursive: true });
await cp('../../examples', 'dist/examples', { recursive: true });
