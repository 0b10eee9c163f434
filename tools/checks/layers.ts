// usage: node tools/checks/layers.ts
// The boundaries rule silently skips itself without a project graph. This check plants forbidden imports, lints them and removes them.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { conclude, run, workspace } from './check.ts';

const RULE = '@nx/enforce-module-boundaries';

/** Forbidden imports. */
const CANARIES = [
  { library: 'release-sandbox', imports: '@heroku-release/gh-ops' },
  { library: 'changelog', imports: '@heroku-release/release-flow' },
] as const;

const planted = CANARIES.map((canary) => ({
  ...canary,
  path: join(workspace, 'libs', canary.library, 'src/boundary-canary.ts'),
}));
const remove = () => {
  for (const { path } of planted) rmSync(path, { force: true });
};
process.once('exit', remove);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const problems = planted.flatMap(({ library, imports, path }) => {
  writeFileSync(path, `import '${imports}';\n`);
  try {
    const lint = run('nx', ['run', `@heroku-release/${library}:lint`, '--skip-nx-cache']);
    // ESLint prints the path of a file at the start of a line, and its problems indented below.
    const ofFile =
      stripVTControlCharacters(lint.output)
        .split(`${path}\n`)[1]
        ?.split(/^(?:\/|[A-Z]:\\|✖)/m)[0] ?? '';
    if (lint.exitCode !== 0 && ofFile.includes(RULE)) return [];
    return [
      `${library} may import ${imports}: lint exited with ${lint.exitCode}\n${lint.output.slice(-3000)}`,
    ];
  } finally {
    rmSync(path, { force: true });
  }
});
conclude(
  `layers: ${RULE} refuses ${planted.map(({ library, imports }) => `${library} -> ${imports}`).join(', ')}`,
  problems,
);
