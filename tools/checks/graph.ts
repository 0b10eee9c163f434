// usage: node tools/checks/graph.ts [--write]
// The picture of the layers in docs/architecture.md shows the project graph of Nx. With --write the picture is rendered again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conclude, output, workspace } from './check.ts';

const PAGE = join(workspace, 'docs/architecture.md');
const BEGIN = '<!-- begin of the project graph: node tools/checks/graph.ts --write -->';
const END = '<!-- end of the project graph -->';
/** Tags of Nx, from the top of the picture down. */
const LAYERS = ['app', 'flow', 'change-record', 'client', 'pure', 'kit', 'runner', 'sandbox'];

interface Project {
  readonly name: string;
  readonly layer: string;
  /** Dependencies of the built package, and those of tests only. */
  readonly uses: readonly string[];
  readonly usesInTests: readonly string[];
}

function readProjects(): Project[] {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  try {
    const file = join(folder, 'graph.json');
    output('nx', ['graph', `--file=${file}`]);
    const { nodes, dependencies } = (JSON.parse(readFileSync(file, 'utf8')) as NxGraph).graph;
    const layerOf = (name: string) =>
      nodes[name]?.data.tags?.find((tag) => tag.startsWith('layer:'))?.slice(6);
    return Object.entries(nodes)
      .map(([name, { data }]) => {
        const manifest = JSON.parse(
          readFileSync(join(workspace, data.root, 'package.json'), 'utf8'),
        ) as Manifest;
        const targets = [...new Set(dependencies[name]?.map(({ target }) => target))]
          .filter((target) => target in nodes && layerOf(target) !== 'tool')
          .sort();
        const isDeclared = (target: string) => target in (manifest.dependencies ?? {});
        return {
          name,
          layer: layerOf(name) ?? 'none',
          uses: targets.filter(isDeclared),
          usesInTests: targets.filter((target) => !isDeclared(target)),
        };
      })
      .filter(({ layer }) => layer !== 'tool')
      .sort((a, b) => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) || (a.name < b.name ? -1 : 1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface NxGraph {
  readonly graph: {
    readonly nodes: Readonly<
      Record<string, { readonly data: { readonly root: string; readonly tags?: string[] } }>
    >;
    readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  };
}
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Renders the graph for Mermaid. An arrow that follows from two others is left out. */
function render(projects: readonly Project[]): string {
  const usesOf = (name: string) => projects.find((project) => project.name === name)?.uses ?? [];
  const reaches = (from: string, to: string): boolean => {
    return usesOf(from).some((next) => next === to || reaches(next, to));
  };
  const groups = [...new Set(projects.map(({ layer }) => layer))].map((layer) => {
    const names = projects
      .filter((project) => project.layer === layer)
      .map(({ name }) => `    ${idOf(name)}[${short(name)}]\n`);
    return `  subgraph ${idOf(layer)}_layer [${layer}]\n${names.join('')}  end\n`;
  });
  const arrows = projects.flatMap(({ name, uses, usesInTests }) => [
    ...uses
      .filter((target) => !uses.some((other) => other !== target && reaches(other, target)))
      .map((target) => `  ${idOf(name)} --> ${idOf(target)}\n`),
    ...usesInTests.map((target) => `  ${idOf(name)} -. tests .-> ${idOf(target)}\n`),
  ]);
  return `\n\n\`\`\`mermaid\nflowchart TB\n${groups.join('')}${arrows.join('')}\`\`\`\n\n`;
}

const short = (name: string) => name.replace('@heroku-release/', '');
const idOf = (name: string) => short(name).replaceAll('-', '_');

const page = readFileSync(PAGE, 'utf8');
const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`${PAGE} has no place for the picture: ${BEGIN} ${END}`);
const projects = readProjects();
const expected = page.slice(0, begin + BEGIN.length) + render(projects) + page.slice(end);
if (process.argv.includes('--write')) writeFileSync(PAGE, expected);
conclude(
  `graph: docs/architecture.md shows the ${projects.length} projects of Nx and their dependencies`,
  process.argv.includes('--write') || page === expected
    ? []
    : ['the picture differs: run node tools/checks/graph.ts --write'],
);
