import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAction, readActionFile } from '../actions/action-metadata.ts';
import type { JavaScriptAction } from '../actions/action-metadata.ts';
import type { ArtifactIndex } from '../artifacts/artifact-index.ts';
import type { Environment } from '../run/bare-repository.ts';
import type { CommandFiles } from './command-files.ts';
import { RunnerError } from '../errors.ts';
import { evaluateExpression, evaluateText, evaluateTexts, textOf } from '../workflow/expressions.ts';
import type { Scope } from '../workflow/expressions.ts';
import type { ActionsGitHub, HostRepository } from '../run/host.ts';
import type { JobScope } from './job-scope.ts';
import type { Machine } from '../run/machine.ts';
import { KNOWN_ACTIONS, parseUses } from '../actions/known-actions.ts';
import { runProcess } from './run-process.ts';
import type { ProcessEnd } from './run-process.ts';
import { SHELLS, DEFAULT_SHELL } from './shells.ts';
import type { StepLog } from '../log/step-log.ts';
import type { RunDefaults, WorkflowStep } from '../workflow/workflow.ts';

/** Values that the steps of a job share. */
export interface JobContext {
  readonly scope: JobScope;
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly defaults: readonly RunDefaults[];
  readonly actions: ReadonlyMap<string, string>;
  readonly machine: Machine;
  readonly github: ActionsGitHub;
  readonly repository: HostRepository;
  readonly serverUrl: string;
  readonly token: string;
  readonly sha: string;
  readonly ref: string;
  readonly runId: number;
  readonly artifacts: ArtifactIndex;
  missing(what: string): void;
}

/** A step to play. */
export interface StepPlay {
  readonly step: WorkflowStep;
  /** Unique within the job, for the names of temporary files. */
  readonly key: string;
  readonly stepEnv: Environment;
  readonly files: CommandFiles;
  readonly log: StepLog;
  readonly signal: AbortSignal;
}

/** Result of a step, apart from its command files. */
export interface StepEnd extends ProcessEnd {
  /** Outputs and variables of built-in actions. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  /** The script to run at the end of the job. */
  readonly post: PostScript | undefined;
}

/** The `post` script of an action, with the environment of its step. */
export interface PostScript {
  readonly condition: string;
  readonly script: string;
  readonly inputs: Environment;
  readonly stepEnv: Environment;
}

const NOTHING = { outputs: {}, env: {}, paths: [], post: undefined } as const;

/** Plays a step: a script, a JavaScript action, or a built-in action. */
export async function playStep(play: StepPlay, context: JobContext): Promise<StepEnd> {
  const { work } = play.step;
  if (work.kind === 'run') return { ...NOTHING, ...(await playScript(play, work, context)) };
  const inputs = evaluateTexts(work.inputs, context.scope.scope(play.stepEnv));
  if (work.uses.startsWith('./')) {
    return await playJavaScript(play, work.uses, resolve(context.workspace, work.uses), inputs, context);
  }
  const action = parseUses(work.uses)?.action ?? work.uses;
  const folder = context.actions.get(action);
  if (folder !== undefined) return await playJavaScript(play, action, folder, inputs, context);
  return await playKnown(play, action, inputs, context);
}

type Script = Extract<WorkflowStep['work'], { kind: 'run' }>;

async function playScript(play: StepPlay, work: Script, context: JobContext): Promise<ProcessEnd> {
  const scope = context.scope.scope(play.stepEnv);
  const first = (key: keyof RunDefaults, own: Script['shell']) => {
    const template = own ?? context.defaults.map((each) => each[key]).find((each) => each !== undefined);
    return template === undefined ? undefined : evaluateText(template, scope);
  };
  const shell = first('shell', work.shell);
  const command = shell === undefined ? DEFAULT_SHELL : SHELLS.get(shell);
  if (command === undefined) {
    throw new RunnerError('RUNNER_UNKNOWN', `the runner does not support shell ${shell ?? ''}`);
  }
  const file = join(context.temp, `${play.key}.${shell === 'python' ? 'py' : 'sh'}`);
  const script = evaluateText(work.script, scope);
  await writeFile(file, script.endsWith('\n') ? script : `${script}\n`);
  const [program = 'bash', ...args] = command.map((part) => part.replace('{0}', file));
  return await runProcess({
    file: program,
    args,
    cwd: resolve(context.workspace, first('workingDirectory', work.workingDirectory) ?? '.'),
    env: context.scope.environment(play.stepEnv, play.files.variables),
    onLine: (line) => {
      play.log.printed(line);
    },
    signal: play.signal,
  });
}

async function playJavaScript(
  play: StepPlay,
  name: string,
  folder: string,
  given: Environment,
  context: JobContext,
): Promise<StepEnd> {
  const action = parseAction(await readActionFile(folder), name);
  if ('unknown' in action) throw new RunnerError('RUNNER_UNKNOWN', `${name}: ${action.unknown}`);
  const unexpected = Object.keys(given).filter((key) => !action.inputs.includes(key.toLowerCase()));
  if (unexpected.length > 0) {
    const valid = action.inputs.join("', '");
    play.log.annotate(
      'warning',
      `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']`,
    );
  }
  const inputs = inputVariables(action, given, context.scope.scope(play.stepEnv));
  const end = await runNode(play, join(folder, action.main), inputs, context);
  const post =
    action.post === undefined
      ? undefined
      : {
          condition: action.postIf,
          script: join(folder, action.post),
          inputs,
          stepEnv: play.stepEnv,
        };
  return { ...NOTHING, ...end, post };
}

/** Runs a script of a JavaScript action, with its inputs in the environment. */
export async function runNode(
  play: Pick<StepPlay, 'stepEnv' | 'files' | 'log' | 'signal'>,
  script: string,
  inputs: Environment,
  context: JobContext,
): Promise<ProcessEnd> {
  return await runProcess({
    file: context.machine.node,
    args: [script],
    cwd: context.workspace,
    env: context.scope.environment(play.stepEnv, { ...play.files.variables, ...inputs }),
    onLine: (line) => {
      play.log.printed(line);
    },
    signal: play.signal,
  });
}

/** Builds the variables `INPUT_<NAME>`: the name in upper case, spaces as `_`, hyphens unchanged. */
function inputVariables(action: JavaScriptAction, given: Environment, scope: Scope): Environment {
  const lower = Object.fromEntries(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const defaults = Object.entries(action.defaults).map(([key, text]) => [key, fill(text, scope)]);
  const all = { ...(Object.fromEntries(defaults) as Environment), ...lower };
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [`INPUT_${key.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

/** Evaluates the expressions in the default of an input. */
function fill(text: string, scope: Scope): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    textOf(evaluateExpression(expression, scope)),
  );
}

async function playKnown(
  play: StepPlay,
  action: string,
  inputs: Environment,
  context: JobContext,
): Promise<StepEnd> {
  const known = KNOWN_ACTIONS.get(action.toLowerCase());
  if (known === undefined) throw new RunnerError('RUNNER_UNKNOWN', `the runner does not support ${action}`);
  const outputs: Record<string, string> = {};
  const env: Record<string, string> = {};
  const paths: string[] = [];
  await known.play({
    inputs,
    env: context.scope.environment(play.stepEnv, play.files.variables),
    workspace: context.workspace,
    toolCache: context.toolCache,
    log: play.log,
    github: context.github,
    repository: context.repository,
    serverUrl: context.serverUrl,
    token: context.token,
    sha: context.sha,
    ref: context.ref,
    runId: context.runId,
    machine: context.machine,
    artifacts: context.artifacts,
    setOutput: (name, value) => (outputs[name] = value),
    setEnv: (name, value) => (env[name] = value),
    addPath: (folder) => paths.push(folder),
    missing: (what) => {
      play.log.annotate('warning', `${what} is not installed on this machine; the run goes on without it`);
      context.missing(what);
    },
  });
  return { exitCode: 0, because: '', outputs, env, paths, post: undefined };
}
