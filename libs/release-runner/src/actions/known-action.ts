import type { ArtifactIndex } from '../artifacts/artifact-index.ts';
import type { Environment } from '../run/bare-repository.ts';
import type { ActionsGitHub, HostRepository } from '../run/host.ts';
import type { Machine } from '../run/machine.ts';
import type { StepLog } from '../log/step-log.ts';

/** A step that uses a built-in action. */
export interface ActionStep {
  /** Given inputs, without defaults. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Environment for the processes of the step. */
  readonly env: Environment;
  readonly workspace: string;
  /** Private folder for the tools of the job. */
  readonly toolCache: string;
  readonly log: StepLog;
  readonly github: ActionsGitHub;
  readonly repository: HostRepository;
  readonly serverUrl: string;
  readonly token: string;
  readonly sha: string;
  readonly ref: string;
  readonly runId: number;
  readonly machine: Machine;
  readonly artifacts: ArtifactIndex;
  setOutput(name: string, value: string): void;
  setEnv(name: string, value: string): void;
  /** Prepends a folder to `PATH` for the following steps. */
  addPath(folder: string): void;
  /** Reports a tool that the machine lacks; the run goes on without it. */
  missing(what: string): void;
}

/** An action that is built into the runner. */
export interface KnownAction {
  /** Inputs with their effect on GitHub. */
  readonly supported: readonly string[];
  /** Inputs without effect here, such as caches. */
  readonly ignored: readonly string[];
  /** Runs the step; throws to fail it. */
  play(step: ActionStep): Promise<void>;
}
