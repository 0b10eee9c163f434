import type { ArtifactShelf } from './artifact-shelf.ts';
import type { Environment } from './bare-repository.ts';
import type { ActionsGitHub, HostRepository } from './host.ts';
import type { StepLog } from './step-log.ts';

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
  readonly artifacts: ArtifactShelf;
  setOutput(name: string, value: string): void;
  setEnv(name: string, value: string): void;
  /** Puts a folder in front of `PATH` for the steps that follow. */
  addPath(folder: string): void;
  /** Names something that the machine lacks and the run does without. */
  missing(what: string): void;
}

/** The tools of the machine that a job may find. */
export interface Machine {
  /** Path of a Node executable for JavaScript actions. */
  readonly node: string;
  /** Path of uv; default: the first on `PATH`. */
  readonly uv?: string | undefined;
  /** Finds an installed Python such as `3.12`; default: `python3.12` on `PATH`. */
  readonly python?: ((version: string) => Promise<Interpreter | undefined>) | undefined;
}

/** An installed Python. */
export interface Interpreter {
  /** Path of the executable. */
  readonly path: string;
  /** Full version, such as `3.12.4`. */
  readonly version: string;
}

/** An action that the runner plays itself. */
export interface KnownAction {
  /** Inputs that are honoured. */
  readonly played: readonly string[];
  /** Inputs that change nothing here, such as caches. */
  readonly harmless: readonly string[];
  /** Does the step; throws to fail it. */
  play(step: ActionStep): Promise<void>;
}
