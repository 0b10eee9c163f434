import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@heroku-release/source', 'module', 'node', 'development|production'];

/** Every library and app is a project of its own: `vitest run --project @heroku-release/versioning`. */
const libraries = [
  'release-kit',
  'versioning',
  'changelog',
  'git-repo',
  'python-project',
  'gh-ops',
  'tps-client',
  'change-mgmt-client',
  'pypi-publisher',
  'actions-io',
  'release-history',
  'release-flow',
  'release-sandbox',
  'release-runner',
];
const apps = ['release', 'package', 'create-tag', 'publish'];

const project = (name: string, root: string) => ({
  extends: true as const,
  test: { name, root, include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'] },
});

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@heroku-release/source'] } },
  test: {
    globalSetup: [join(import.meta.dirname, 'vitest.temporary.ts')],
    // Also on two processors both are used: most tests wait for processes of their own. By default one would be left idle.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      ...libraries.map((name) => project(`@heroku-release/${name}`, `libs/${name}`)),
      ...apps.map((name) => project(name, `apps/${name}`)),
    ],
    coverage: {
      provider: 'v8',
      include: ['{libs,apps}/*/src/**/*.ts'],
      exclude: ['**/*.spec.ts'],
      reporter: ['text', 'json-summary', 'lcov'],
    },
  },
});
