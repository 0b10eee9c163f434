// usage: node tools/checks/imports.ts
// Files of a project import each other without a circle, and so do the folders of its src. Imports of types count.
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { conclude, workspace } from './check.ts';

/** Arrows from one file or folder to another, each with the import that causes it. */
type Graph = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Returns the circles between files and those between folders of the project in a folder, as lines to print. */
function circlesOf(project: string): { files: string[]; folders: string[]; read: number } {
  const sources = globSync('{src,test}/**/*.ts', { cwd: project }).filter(
    (path) => !path.endsWith('.spec.ts'),
  );
  const imports = sources.flatMap((from) =>
    ts
      .preProcessFile(readFileSync(join(project, from), 'utf8'), true, true)
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => ({ from, to: join(dirname(from), fileName) })),
  );
  const inSource = imports.filter(({ from }) => from.startsWith('src/'));
  return {
    files: circles(graphOf(imports)),
    folders: circles(graphOf(inSource.flatMap(neighborsOf))),
    read: sources.length,
  };
}

/** Names the two neighbors in the deepest common folder: folders, or files beside them such as a facade or the errors. */
function neighborsOf({ from, to }: { from: string; to: string }) {
  const [a, b] = [from.split('/'), to.split('/')];
  const depth = a.findIndex((name, at) => name !== b[at]) + 1;
  const ends = { from: a.slice(0, depth).join('/'), to: b.slice(0, depth).join('/') };
  // Circles between two files of one folder are found among the files.
  return [ends.from, ends.to].every((end) => end.endsWith('.ts'))
    ? []
    : [{ ...ends, because: `${from} imports ${to}` }];
}

function graphOf(arrows: readonly { from: string; to: string; because?: string }[]): Graph {
  const graph = new Map<string, Map<string, string>>();
  for (const { from, to, because = '' } of arrows) {
    graph.set(from, (graph.get(from) ?? new Map<string, string>()).set(to, because));
  }
  return graph;
}

/** Finds the shortest circle through each node, and renders each circle once. */
function circles(graph: Graph): string[] {
  const found = new Map<string, string>();
  for (const start of graph.keys()) {
    const path = pathBack(graph, start);
    if (path === undefined) continue;
    const lines = path.slice(1).map((to, at) => graph.get(path[at] ?? '')?.get(to) ?? '');
    const key = path.slice(1).sort().join(' ');
    if (!found.has(key))
      found.set(key, [path.join(' -> '), ...lines.filter((line) => line !== '')].join('\n'));
  }
  return [...found.values()];
}

function pathBack(graph: Graph, start: string): string[] | undefined {
  const seen = new Set<string>();
  const queue = [[start]];
  for (const path of queue) {
    for (const next of graph.get(path.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return [...path, next];
      if (!seen.has(next)) queue.push([...path, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/** Plants one circle of each kind in a new project: both must be found, and nothing else. */
function canaryProblems(): string[] {
  const project = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    const planted = {
      'index.ts': "export * from './low/one.ts';\nexport * from './high/three.ts';",
      'low/one.ts': "import type { Two } from './two.ts';",
      'low/two.ts': "export type Two = import('./one.ts').One;\nexport * from '../high/four.ts';",
      'high/three.ts': "import { two } from '../low/two.ts';",
      'high/four.ts': '',
    };
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(join(project, 'src', dirname(path)), { recursive: true });
      writeFileSync(join(project, 'src', path), text);
    }
    const { files, folders } = circlesOf(project);
    const heads = [...files, ...folders].map((circle) => circle.split('\n')[0] ?? '');
    const wanted = ['src/low/one.ts -> src/low/two.ts -> src/low/one.ts', 'src/low -> src/high -> src/low'];
    return JSON.stringify(heads) === JSON.stringify(wanted) ? [] : [`found ${JSON.stringify(heads)}`];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

const projects = globSync('{libs,apps}/*', { cwd: workspace }).sort();
const results = projects.map((name) => ({ name, ...circlesOf(join(workspace, name)) }));
const read = results.reduce((sum, result) => sum + result.read, 0);
const named = (kind: 'files' | 'folders') =>
  results.flatMap(({ name, [kind]: found }) => found.map((circle) => `${name}: ${circle}`));
conclude('imports: planted circles are found', canaryProblems());
conclude(`imports: no circle between ${read} files of ${projects.length} projects`, named('files'));
conclude('imports: no circle between the folders of src', named('folders'));
