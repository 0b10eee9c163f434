import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['@heroku-release/source', 'module', 'node', 'development|production'];

/** Real builds over many versions and kinds, and crash samples in many processes: `npm run test:slow`. */
const SLOW = '**/*.slow.spec.ts';

interface Manifest {
  readonly name: string;
  readonly nx?: { readonly name?: string };
}

/** Whole releases in process, which take minutes: a project of their own, `<name>:stories`, so that unit tests stay quick. */
const STORIES = 'src/stories/**/*.spec.ts';

/** Every library and app is a project, under the name that Nx has for it: `vitest run --project @heroku-release/versioning`. */
const projects = (files: { readonly include: string[]; readonly exclude: string[] }) =>
  globSync('{libs,apps}/*/package.json', { cwd: import.meta.dirname })
    .sort()
    .flatMap((path) => {
      const manifest = JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')) as Manifest;
      const root = join(import.meta.dirname, path, '..');
      const name = manifest.nx?.name ?? manifest.name;
      const unit = { name, root, include: files.include, exclude: [...files.exclude, STORIES] };
      const include = files.include.map((path) => path.replace('{src,test}/', 'src/stories/'));
      const stories = { name: `${name}:stories`, root, include, exclude: files.exclude };
      const all = existsSync(join(root, 'src/stories')) ? [unit, stories] : [unit];
      return all.map((test) => ({ extends: true as const, test }));
    });

const workspace = (files: Parameters<typeof projects>[0]) =>
  defineConfig({
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
      projects: projects(files),
      coverage: {
        provider: 'v8',
        include: ['{libs,apps}/*/src/**/*.ts'],
        exclude: ['**/*.spec.ts'],
        reporter: ['text', 'json-summary', 'lcov'],
      },
    },
  });

/** All slow tests and nothing else. */
export const slow = workspace({ include: [`{src,test}/${SLOW}`], exclude: [] });

export default workspace({ include: ['{src,test}/**/*.spec.ts'], exclude: [SLOW] });
