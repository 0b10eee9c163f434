import { arch, platform } from 'node:os';
import { delimiter } from 'node:path';
import type { Environment } from '../run/bare-repository.ts';
import { textOf } from '../workflow/expressions.ts';
import type { Scope, Status } from '../workflow/expressions.ts';
import { githubVariables } from '../run/run-facts.ts';
import type { Value } from '../workflow/template.ts';

type Contexts = Readonly<Record<string, Value>>;

/** Values that are the same for all steps of a job. */
export interface JobValues {
  /** Environment from the machine. */
  readonly machineEnv: Environment;
  readonly github: Contexts;
  readonly secrets: Contexts;
  readonly variables: Contexts;
  readonly inputs: Contexts;
  readonly needs: Contexts;
  readonly matrix: Contexts;
  readonly strategy: Contexts;
  readonly temp: string;
  readonly toolCache: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_*` of a job with `id-token: write`. */
  readonly identity: Environment;
}

/** Contexts and environment of a job, which change from step to step. */
export class JobScope {
  status: Status = 'success';
  /** `env` of workflow and job, and the variables that steps wrote into `GITHUB_ENV`. */
  env: Record<string, string> = {};
  readonly #values: JobValues;
  readonly #paths: string[] = [];
  readonly #steps: Record<string, Value> = {};

  constructor(values: JobValues) {
    this.#values = values;
  }

  /** Prepends folders to `PATH`, the last one first. */
  addPaths(paths: readonly string[]): void {
    for (const path of paths) this.#paths.unshift(path);
  }

  /** Records the end of a step for the `steps` context. */
  recordStep(id: string, outcome: string, conclusion: string, outputs: Contexts): void {
    this.#steps[id] = { outcome, conclusion, outputs };
  }

  /** Builds the scope of an expression in a step with the `env` `stepEnv`. */
  scope(stepEnv: Environment = {}): Scope {
    const values = this.#values;
    return {
      status: this.status,
      contexts: {
        github: values.github,
        secrets: values.secrets,
        vars: values.variables,
        inputs: values.inputs,
        needs: values.needs,
        matrix: values.matrix,
        strategy: values.strategy,
        env: { ...this.env, ...stepEnv },
        job: { status: this.status === 'skipped' ? 'success' : this.status },
        runner: runnerContext(values),
        steps: { ...this.#steps },
      },
    };
  }

  /** Builds the whole environment for the processes of a step. */
  environment(stepEnv: Environment, own: Environment): Environment {
    const values = this.#values;
    const given = { ...values.machineEnv, CI: 'true', ...this.env, ...stepEnv };
    const path = (given as Environment)['PATH'] ?? '';
    return {
      ...given,
      ...(this.#paths.length > 0 ? { PATH: [...this.#paths, path].join(delimiter) } : {}),
      ...githubVariables(values.github),
      ...runnerVariables(values),
      ...values.identity,
      GITHUB_ACTIONS: 'true',
      ...own,
    };
  }
}

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

function runnerContext({ temp, toolCache }: JobValues): Record<string, Value> {
  return {
    os: SYSTEMS[platform()] ?? platform(),
    arch: arch() === 'arm64' ? 'ARM64' : 'X64',
    name: 'rehearsal',
    environment: 'github-hosted',
    temp,
    tool_cache: toolCache,
    debug: '',
  };
}

function runnerVariables(values: JobValues): Environment {
  const context = runnerContext(values);
  return Object.fromEntries(
    Object.entries(context)
      .filter(([name]) => name !== 'debug')
      .map(([name, value]) => [`RUNNER_${name.toUpperCase()}`, textOf(value)]),
  );
}
