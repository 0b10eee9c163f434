import type { CommandResult } from '@heroku-release/release-kit';
import { ImportProbe } from './import-probe.ts';
import { readJunit } from './junit-report.ts';
import type { JunitCounts } from './junit-report.ts';
import { outputEnd } from './output-end.ts';
import { importNames, packageSources } from './package-sources.ts';
import { listSources } from './source-tree.ts';
import { runTestCommand, testsWheel } from './test-command.ts';
import { createEnvironment, testEnvironmentIn } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import { copyTree } from './tree-copy.ts';
import { readWheelMembers } from './wheel-members.ts';
import type { TestWheelIo, TestWheelOptions } from './wheel-test-options.ts';

/** The result of the tests on one Python. */
export interface TestResult {
  /** `3.12` */
  readonly python: string;
  /** `3.12.1` */
  readonly version: string;
  /** `not-run`: the environment could not be created, so the wheel was not tested. */
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly because: string;
  /** The number of tests that ran, if the command is pytest. */
  readonly tests?: number;
  /** The hash of the installed wheel. */
  readonly wheelSha256: string;
  /** `source-tree`: the command brings its own environment, so what it tested is not checked. */
  readonly subject: 'wheel' | 'source-tree';
  /** The end of the command's output. */
  readonly output: string;
}

const NO_TESTS_COLLECTED = 5;

/** Installs the wheel into a fresh environment and runs the project's tests against it, away from its sources. */
export async function testWheel(options: TestWheelOptions, io: TestWheelIo): Promise<TestResult> {
  const { files } = io;
  const { interpreter } = options;
  const { sha256 } = await files.digest(options.wheel);
  const subject = testsWheel(options.command) ? 'wheel' : 'source-tree';
  const common = {
    python: interpreter.minor,
    version: interpreter.version,
    wheelSha256: sha256,
    subject,
  } as const;
  const folder = await files.temporaryFolder(`heroku-release-test-${interpreter.minor}-`);
  try {
    const environment = testEnvironmentIn(folder);
    const members = await readWheelMembers(options.wheel, interpreter.path, io.commands);
    await copyProject(options, io, environment, subject === 'wheel' ? members : []);
    const failure = await createEnvironment(options, io, environment);
    if (failure !== undefined) return { ...common, outcome: 'not-run', ...failure };
    return { ...common, ...(await runTests(options, io, environment, importNames(members), subject)) };
  } finally {
    await files.remove(folder);
  }
}

/** Copies the project's files without the sources of the wheel. */
async function copyProject(
  options: TestWheelOptions,
  io: TestWheelIo,
  { tree }: TestEnvironment,
  members: readonly string[],
): Promise<void> {
  const names = await listSources(io.root, io.commands);
  const sources = packageSources(names, members);
  await copyTree(
    {
      python: options.interpreter.path,
      source: io.root,
      target: tree,
      names: names.filter((name) => !sources.has(name)),
    },
    io.commands,
  );
}

type RunOutcome = Pick<TestResult, 'outcome' | 'because' | 'output' | 'tests'>;

async function runTests(
  options: TestWheelOptions,
  io: TestWheelIo,
  environment: TestEnvironment,
  names: readonly string[],
  subject: TestResult['subject'],
): Promise<RunOutcome> {
  const { tree, python, imports } = environment;
  const probe = await ImportProbe.install({ ...io, python, cwd: tree, names, report: imports });
  const wouldImport = probe.findOutside(probe.expected);
  if (subject === 'wheel' && wouldImport !== undefined) {
    return { outcome: 'failed', because: `an import would find ${wouldImport}, not the wheel`, output: '' };
  }
  options.onProgress?.(`Python ${options.interpreter.minor}: running the tests`);
  const result = await runTestCommand(options, io, environment, probe.env);
  const counts = await readCounts(io, environment);
  const verdict = judgeRun(result, counts) ?? (await judgeImports(probe, subject));
  const output = outputEnd(result);
  return counts === undefined
    ? { ...verdict, output }
    : { ...verdict, output, tests: counts.tests - counts.skipped };
}

async function readCounts({ files }: TestWheelIo, { junit }: TestEnvironment) {
  return (await files.exists(junit)) ? readJunit(await files.readText(junit)) : undefined;
}

type Verdict = Pick<TestResult, 'outcome' | 'because'>;

function failed(because: string): Verdict {
  return { outcome: 'failed', because };
}

/** The failure of a run, if there is one. */
function judgeRun(result: CommandResult, counts: JunitCounts | undefined): Verdict | undefined {
  if (counts !== undefined && result.exitCode === NO_TESTS_COLLECTED && counts.tests === 0) {
    return failed('pytest found no tests; tests inside the package need a command with --pyargs');
  }
  if (result.exitCode !== 0) return failed(`the tests ended with exit code ${result.exitCode}`);
  if (counts !== undefined && counts.tests === counts.skipped) {
    return failed('no test ran: all were skipped');
  }
  return undefined;
}

/** Checks that a successful run imported the installed wheel. */
async function judgeImports(probe: ImportProbe, subject: TestResult['subject']): Promise<Verdict> {
  if (subject === 'source-tree') {
    return { outcome: 'passed', because: 'the configured command tests the source tree' };
  }
  const records = await probe.readRecords();
  const outside = records.map((record) => probe.findOutside(record)).find((path) => path !== undefined);
  if (outside !== undefined) return failed(`the tests imported ${outside}, not the wheel`);
  const because =
    records.length === 0 ? 'no test imported the package' : 'the tests imported the installed wheel';
  return { outcome: 'passed', because };
}
