import type { ArtifactIndex } from '../artifacts/artifact-index.ts';
import type { Environment } from '../run/bare-repository.ts';
import type { ActionsGitHub, HostRepository } from '../run/host.ts';
import type { Machine } from '../run/machine.ts';
import type { StepLog } from '../log/step-log.ts';

/** A step that uses an action which the runner plays itself. */
export interface ActionStep {
  /** Inputs as given, without defaults. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The environment a process of the step gets. */
  readonly env: Environment;
  readonly workspace: string;
  /** Folder of the job's tools; nothing outside the job uses it. */
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
  /** Puts a folder in front of `PATH` for the steps that follow. */
  addPath(folder: string): void;
  /** Names something that the machine lacks and the run does without. */
  missing(what: string): void;
}

/** An action that the runner plays itself. */
export interface KnownAction {
  /** Inputs that are honoured. */
  readonly supported: readonly string[];
  /** Inputs that change nothing here, such as caches. */
  readonly ignored: readonly string[];
  /** Does the step; throws to fail it. */
  play(step: ActionStep): Promise<void>;
}
