import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@heroku-release/source', 'module', 'node', 'development|production'];

/** Every library and app is a project, under the name that Nx has for it: `vitest run --project @heroku-release/versioning`. */
const projects = globSync('{libs,apps}/*/package.json', { cwd: import.meta.dirname })
  .sort()
  .map((path) => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')) as Manifest;
    const root = join(import.meta.dirname, path, '..');
    const name = manifest.nx?.name ?? manifest.name;
    return { extends: true as const, test: { name, root, include: ['{src,test}/**/*.spec.ts'] } };
  });

interface Manifest {
  readonly name: string;
  readonly nx?: { readonly name?: string };
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@heroku-release/source'] } },
  test: {
    globalSetup: [join(import.meta.dirname, 'vitest.temporary.ts')],
    // By default one processor is left idle. On a machine with two that is half of it, and most tests wait for child processes.
    maxWorkers: '100%',
    // Files of one worker share what they import: no module is mocked, and libraries keep no state.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects,
    coverage: {
      provider: 'v8',
      include: ['{libs,apps}/*/src/**/*.ts'],
      exclude: ['**/*.spec.ts'],
      reporter: ['text', 'json-summary', 'lcov'],
    },
  },
});
