// usage: node tools/checks/packages.ts [library ...]     (after a build)
// Packs every library and checks the package as users get it: publint, Are the Types Wrong, and the list of files.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conclude, output, run, workspace } from './check.ts';

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const asked = process.argv.slice(2);
const libraries = asked.length > 0 ? asked : readdirSync(join(workspace, 'libs')).sort();
const folder = mkdtempSync(join(tmpdir(), 'packages-'));

function problemsOf(library: string): string[] {
  const where = join(workspace, 'libs', library);
  const pack = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  const [packed] = JSON.parse(output('npm', pack, where)) as Packed[];
  if (packed === undefined) return [`${library}: npm pack printed nothing`];
  const tarball = join(folder, packed.filename);
  return [
    ...contentProblems(packed.files.map(({ path }) => path)),
    ...toolProblems('publint', ['run', '--strict', tarball]),
    ...toolProblems('attw', ['--profile', 'esm-only', '--no-emoji', '--no-color', tarball]),
  ].map((problem) => `${library}: ${problem}`);
}

function contentProblems(paths: readonly string[]): string[] {
  const needed = ['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'];
  const unwanted = paths.filter((path) => /\.spec\.|\.tsbuildinfo$|^out-tsc\/|(?:^|\/)fixtures\//.test(path));
  return [
    ...needed.filter((path) => !paths.includes(path)).map((path) => `${path} is missing from the package`),
    ...unwanted.map((path) => `${path} is in the package`),
  ];
}

function toolProblems(tool: string, args: readonly string[]): string[] {
  const result = run(tool, args, folder);
  return result.exitCode === 0 ? [] : [`${tool} exited with ${result.exitCode}\n${result.output.trim()}`];
}

try {
  const problems = libraries.flatMap((library) => problemsOf(library));
  conclude(
    `packages: publint --strict, attw --profile esm-only and the files of ${libraries.length} packed libraries`,
    problems,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
