import { join } from 'node:path';
import type { CommandRequest, CommandResult, CommandRunner, FileStore } from '@heroku-release/release-kit';
import { copyTree } from './copy-tree.ts';
import { outputEnd } from './output-end.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { findOnPath } from './search-path.ts';
import { listSources } from './source-tree.ts';

/** How a project is linted. */
export interface LintOptions {
  /** Another lint command; it runs in a copy of the tree, so it may write what it likes. Default `ruff check`. */
  readonly command?: readonly string[] | undefined;
  /** The uv executable: runs Ruff where there is none on the search path. */
  readonly uv?: string | undefined;
  readonly signal?: AbortSignal;
  /** Told what is going on. */
  readonly onProgress?: (message: string) => void;
}

/** What the linter said. */
export interface LintResult {
  /** `not-run`: there is no linter, or it could not be started. */
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly because: string;
  /** How many findings, those included that the project lets Ruff repair; only Ruff's are counted. */
  readonly findings?: number;
  /** The end of what it wrote. */
  readonly output: string;
}

/** The doors that linting needs, and the tree. */
export interface LintIo {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly root: string;
  readonly path: string | undefined;
}

const RUFF_ARGS = ['check', '--no-cache', '--output-format=concise'];
const FINDING = /^[^\s:].*:\d+:\d+: /;

/** Lints; the tree stays byte for byte as it was. */
export async function lintTree(options: LintOptions, io: LintIo): Promise<LintResult> {
  options.onProgress?.('linting');
  return options.command === undefined
    ? await ruff(options, io)
    : await ownCommand(options.command, options, io);
}

async function ruff(options: LintOptions, io: LintIo): Promise<LintResult> {
  const [onPath] = io.path === undefined ? [] : await findOnPath('ruff', io.path, io.files);
  const tool = onPath === undefined ? viaUv(options.uv) : [onPath];
  if (tool === undefined) {
    return { outcome: 'not-run', because: 'neither Ruff nor uv is installed', output: '' };
  }
  const argv = [...tool, ...RUFF_ARGS];
  const result = await io.commands.run(request([...argv, '--no-fix', '.'], io.root, options));
  const output = outputEnd(result);
  const findings = result.stdout.split('\n').filter((line) => FINDING.test(line)).length;
  if (result.exitCode === 0)
    return { outcome: 'passed', because: 'Ruff has no findings', findings: 0, output };
  // Ruff's 1 means findings; uv ends the same way when it cannot fetch Ruff, but then nothing is found.
  if (result.exitCode !== 1 || findings === 0) {
    return { outcome: 'not-run', because: `Ruff ended with exit code ${result.exitCode}`, output };
  }
  // A project may say `fix = true`; then `ruff check` repairs what it can and is content with the rest. The copy takes the repairs.
  const repaired = await inCopy([...argv, '.'], options, io);
  return repaired.exitCode === 0
    ? {
        outcome: 'passed',
        because: `the project lets Ruff repair its ${findings} findings`,
        findings,
        output,
      }
    : { outcome: 'failed', because: `Ruff has ${findings} findings`, findings, output };
}

const viaUv = (uv: string | undefined): string[] | undefined =>
  uv === undefined ? undefined : [uv, 'tool', 'run', 'ruff'];

async function ownCommand(command: readonly string[], options: LintOptions, io: LintIo): Promise<LintResult> {
  const result = await inCopy(command, options, io);
  return {
    outcome: result.exitCode === 0 ? 'passed' : 'failed',
    because: `the configured command ended with exit code ${result.exitCode}`,
    output: outputEnd(result),
  };
}

async function inCopy(argv: readonly string[], options: LintOptions, io: LintIo): Promise<CommandResult> {
  const folder = await io.files.temporaryFolder('heroku-release-lint-');
  try {
    const tree = join(folder, 'tree');
    const names = await listSources(io.root, io.commands);
    await copyTree({ python: 'python3', source: io.root, target: tree, names }, io.commands);
    return await io.commands.run(request(argv, tree, options));
  } finally {
    await io.files.remove(folder);
  }
}

function request(argv: readonly string[], cwd: string, { signal }: LintOptions): CommandRequest {
  const [command = '', ...args] = argv;
  return {
    command,
    args,
    cwd,
    env: PYTHON_ENVIRONMENT,
    name: 'python lint',
    ...(signal === undefined ? {} : { signal }),
  };
}
