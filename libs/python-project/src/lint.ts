import { join } from 'node:path';
import type { CommandRequest, CommandResult, CommandRunner, FileStore } from '@heroku-release/release-kit';
import { outputEnd } from './output-end.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { findOnPath } from './search-path.ts';
import { listSources } from './source-tree.ts';
import { copyTree } from './tree-copy.ts';

/** The options of a lint run. */
export interface LintOptions {
  /** A custom lint command, run in a copy of the tree so that it may write to it. Default `ruff check`. */
  readonly command?: readonly string[] | undefined;
  /** The uv executable; runs Ruff if it is not on the search path. */
  readonly uv?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives progress messages. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** The result of a lint run. */
export interface LintResult {
  /** `not-run`: there is no linter, or it could not start. */
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly because: string;
  /** The number of findings, including those that the project lets Ruff fix; only counted for Ruff. */
  readonly findings?: number;
  /** The end of the linter's output. */
  readonly output: string;
}

/** The dependencies of a lint run, and the tree to lint. */
export interface LintIo {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly root: string;
  readonly path: string | undefined;
}

const RUFF_ARGS = ['check', '--no-cache', '--output-format=concise'];
const FINDING = /^[^\s:].*:\d+:\d+: /;

/** Lints a tree, which stays byte for byte as it was. */
export async function lintTree(options: LintOptions, io: LintIo): Promise<LintResult> {
  options.onProgress?.('linting');
  return options.command === undefined
    ? await runRuff(options, io)
    : await runCustomCommand(options.command, options, io);
}

async function runRuff(options: LintOptions, io: LintIo): Promise<LintResult> {
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
  // Exit code 1 means findings for Ruff; uv uses it too when it cannot download Ruff, but then nothing is found.
  if (result.exitCode !== 1 || findings === 0) {
    return { outcome: 'not-run', because: `Ruff ended with exit code ${result.exitCode}`, output };
  }
  // With `fix = true` in the project, `ruff check` fixes what it can and only fails for the rest. It does so in a copy.
  const fixed = await runInCopy([...argv, '.'], options, io);
  return fixed.exitCode === 0
    ? {
        outcome: 'passed',
        because: `the project lets Ruff fix its ${findings} findings`,
        findings,
        output,
      }
    : { outcome: 'failed', because: `Ruff has ${findings} findings`, findings, output };
}

const viaUv = (uv: string | undefined): string[] | undefined =>
  uv === undefined ? undefined : [uv, 'tool', 'run', 'ruff'];

async function runCustomCommand(
  command: readonly string[],
  options: LintOptions,
  io: LintIo,
): Promise<LintResult> {
  const result = await runInCopy(command, options, io);
  return {
    outcome: result.exitCode === 0 ? 'passed' : 'failed',
    because: `the configured command ended with exit code ${result.exitCode}`,
    output: outputEnd(result),
  };
}

async function runInCopy(argv: readonly string[], options: LintOptions, io: LintIo): Promise<CommandResult> {
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
    signal,
  };
}
