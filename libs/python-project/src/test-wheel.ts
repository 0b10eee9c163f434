import { basename, delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandResult, CommandRunner, FileStore } from '@heroku-release/release-kit';
import { copyTree } from './copy-tree.ts';
import { ImportProbe } from './import-probe.ts';
import type { Interpreter } from './interpreters.ts';
import { readJunit } from './junit-report.ts';
import type { JunitCounts } from './junit-report.ts';
import { outputEnd } from './output-end.ts';
import { importNames, packageSources } from './package-sources.ts';
import type { Pyproject } from './pyproject.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';
import { listSources } from './source-tree.ts';
import { wheelMembers } from './wheel-members.ts';

/** Which wheel is tested, on which Python, and how. */
export interface TestWheelOptions {
  /** Path of the wheel. */
  readonly wheel: string;
  readonly interpreter: Interpreter;
  /** The uv executable. */
  readonly uv: string;
  /**
   * Another test command, default pytest. `{python}` is the fresh environment's Python. A command that starts with `{python}`, `python`,
   * `python3` or `pytest` tests the wheel; any other one is believed to bring its own environment (tox, nox, make): it gets the whole
   * source tree, and the result says so.
   */
  readonly command?: readonly string[] | undefined;
  /** Milliseconds for the tests, default 30 minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Told what is going on. */
  readonly onProgress?: (message: string) => void;
}

/** How the tests went on one Python. */
export interface TestResult {
  /** `3.12` */
  readonly python: string;
  /** `3.12.1` */
  readonly version: string;
  /** `not-run`: the environment could not be made, so nothing is known about the wheel. */
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly because: string;
  /** How many tests ran, where the command is pytest. */
  readonly tests?: number;
  /** The wheel that was installed. */
  readonly wheelSha256: string;
  /** `source-tree`: the command brings its own environment; what it tested is its own business. */
  readonly subject: 'wheel' | 'source-tree';
  /** The end of what the command wrote. */
  readonly output: string;
}

/** The doors that a test run needs, and the project under test. */
export interface TestWheelIo {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  readonly root: string;
  readonly project: Pyproject;
  /** The search path for the tests' own processes; the environment's folder is put in front. */
  readonly path: string | undefined;
}

interface Workshop {
  readonly tree: string;
  readonly venv: string;
  readonly python: string;
  readonly junit: string;
  readonly report: string;
}

const TIMEOUT_MS = 30 * 60_000;
const NO_TESTS = 5;
const WHEEL_COMMANDS = new Set(['{python}', 'python', 'python3', 'pytest']);

/** Installs the wheel into a fresh environment and runs the project's tests against it, away from its sources. */
export async function testWheel(options: TestWheelOptions, io: TestWheelIo): Promise<TestResult> {
  const { files } = io;
  const { interpreter } = options;
  const { sha256 } = await files.digest(options.wheel);
  const subject = isForWheel(options.command) ? 'wheel' : 'source-tree';
  const common = {
    python: interpreter.minor,
    version: interpreter.version,
    wheelSha256: sha256,
    subject,
  } as const;
  const folder = await files.temporaryFolder(`heroku-release-test-${interpreter.minor}-`);
  try {
    const venv = join(folder, 'venv');
    const workshop: Workshop = {
      tree: join(folder, 'tree'),
      venv,
      python: join(venv, 'bin', 'python'),
      junit: join(folder, 'junit.xml'),
      report: join(folder, 'imports.ndjson'),
    };
    const members = await wheelMembers(options.wheel, interpreter.path, io.commands);
    await layOut(options, io, workshop, subject === 'wheel' ? members : []);
    const obstacle = await prepare(options, io, workshop);
    if (obstacle !== undefined) return { ...common, outcome: 'not-run', ...obstacle };
    return { ...common, ...(await run(options, io, workshop, importNames(members), subject)) };
  } finally {
    await files.remove(folder);
  }
}

function isForWheel(command: readonly string[] | undefined): boolean {
  return command === undefined || WHEEL_COMMANDS.has(command[0] ?? '');
}

/** The project's files without the sources of what the wheel holds. */
async function layOut(
  options: TestWheelOptions,
  io: TestWheelIo,
  { tree }: Workshop,
  members: readonly string[],
): Promise<void> {
  const names = await listSources(io.root, io.commands);
  const left = packageSources(names, members);
  await copyTree(
    {
      python: options.interpreter.path,
      source: io.root,
      target: tree,
      names: names.filter((name) => !left.has(name)),
    },
    io.commands,
  );
}

/** Makes the environment; answers with what stood in the way. */
async function prepare(
  options: TestWheelOptions,
  io: TestWheelIo,
  { tree, venv, python }: Workshop,
): Promise<{ because: string; output: string } | undefined> {
  const { minor, path } = options.interpreter;
  const steps = [
    ['uv venv', 'venv', '--no-project', '--python', path, venv],
    ['uv pip install', 'pip', 'install', '--python', python, ...requirements(options, io.project, tree)],
  ] as const;
  options.onProgress?.(`Python ${minor}: installing the wheel`);
  for (const [name, ...args] of steps) {
    const result = await io.commands.run({
      command: options.uv,
      args,
      cwd: tree,
      env: PYTHON_ENVIRONMENT,
      name: `${name} ${minor}`,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (result.exitCode !== 0) {
      return { because: `${name} ended with exit code ${result.exitCode}`, output: outputEnd(result) };
    }
  }
  return undefined;
}

function requirements(options: TestWheelOptions, project: Pyproject, tree: string): string[] {
  const { testDependencies } = project;
  const wheelName = basename(options.wheel).split('-')[0] ?? project.name;
  const extra = testDependencies?.extra === true ? `[${testDependencies.name}]` : '';
  const wanted = [
    // A wheel of the same name and version may lie in uv's cache.
    '--refresh-package',
    wheelName,
    `${wheelName}${extra} @ ${pathToFileURL(options.wheel).href}`,
  ];
  if (testDependencies?.group === true) {
    wanted.push('--group', `${join(tree, 'pyproject.toml')}:${testDependencies.name}`);
  }
  if (options.command === undefined || testDependencies === undefined) wanted.push('pytest');
  return wanted;
}

type RunOutcome = Pick<TestResult, 'outcome' | 'because' | 'output'> & { readonly tests?: number };

async function run(
  options: TestWheelOptions,
  io: TestWheelIo,
  workshop: Workshop,
  names: readonly string[],
  subject: TestResult['subject'],
): Promise<RunOutcome> {
  const { tree, python, report } = workshop;
  const probe = await ImportProbe.install({ ...io, python, cwd: tree, names, report });
  const before = probe.stranger(probe.expected);
  if (subject === 'wheel' && before !== undefined) {
    return { outcome: 'failed', because: `an import would find ${before}, not the wheel`, output: '' };
  }
  options.onProgress?.(`Python ${options.interpreter.minor}: running the tests`);
  const result = await runCommand(options, io, workshop, probe);
  const output = outputEnd(result);
  const counts = (await io.files.exists(workshop.junit))
    ? readJunit(await io.files.readText(workshop.junit))
    : undefined;
  const tests = counts === undefined ? {} : { tests: counts.tests - counts.skipped };
  const failure = judge(result, counts);
  if (failure !== undefined) return { outcome: 'failed', because: failure, output, ...tests };
  if (subject === 'source-tree') {
    return { outcome: 'passed', because: 'the configured command tests the source tree', output, ...tests };
  }
  const seen = await probe.seen();
  const stranger = seen.map((places) => probe.stranger(places)).find((place) => place !== undefined);
  if (stranger !== undefined) {
    return { outcome: 'failed', because: `the tests imported ${stranger}, not the wheel`, output, ...tests };
  }
  const because =
    seen.length === 0 ? 'no test imported the package' : 'the tests imported the installed wheel';
  return { outcome: 'passed', because, output, ...tests };
}

function judge(result: CommandResult, counts: JunitCounts | undefined): string | undefined {
  if (counts !== undefined && result.exitCode === NO_TESTS && counts.tests === 0) {
    return 'pytest found no tests; tests inside the package need a command with --pyargs';
  }
  if (result.exitCode !== 0) return `the tests ended with exit code ${result.exitCode}`;
  if (counts !== undefined && counts.tests === counts.skipped) return 'no test ran: all were skipped';
  return undefined;
}

async function runCommand(
  options: TestWheelOptions,
  io: TestWheelIo,
  workshop: Workshop,
  probe: ImportProbe,
): Promise<CommandResult> {
  const { venv, tree, junit } = workshop;
  const [command = '', ...args] = testCommand(options, workshop);
  const bin = join(venv, 'bin');
  return await io.commands.run({
    command,
    args,
    cwd: tree,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    name: `python test ${options.interpreter.minor}`,
    env: {
      ...PYTHON_ENVIRONMENT,
      ...probe.env,
      VIRTUAL_ENV: venv,
      // Understood by every pytest, however it is started; nothing else reads it.
      PYTEST_ADDOPTS: `"--junitxml=${junit}"`,
      ...(io.path === undefined ? {} : { PATH: `${bin}${delimiter}${io.path}` }),
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

function testCommand({ command, interpreter }: TestWheelOptions, { venv, python }: Workshop): string[] {
  const bin = join(venv, 'bin');
  if (command !== undefined) {
    return command.map((part, index) => {
      if (index === 0 && part === 'pytest') return join(bin, 'pytest');
      if (index === 0 && (part === 'python' || part === 'python3')) return python;
      return part.replaceAll('{python}', python);
    });
  }
  // The current folder stays off the path. Python has -P since 3.11; before, pytest's own script does the same.
  const old = Number(interpreter.minor.split('.')[1]) < 11;
  return old ? [python, join(bin, 'pytest')] : [python, '-P', '-m', 'pytest'];
}
