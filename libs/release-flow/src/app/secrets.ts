import type { ProgramHost } from './host.ts';

/** Variables whose values are redacted from all output and are not passed to child processes. */
export const SECRETS = [
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'INPUT_TOKEN',
  'TPS_API_TOKEN',
  'TPS_API_TOKEN_PARAM',
  'ACTOR_EMAIL',
  'TPS_API_RELEASE_ACTOR_EMAIL',
  'PYPI_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  // Of tools that upload to an index.
  'TWINE_PASSWORD',
  'UV_PUBLISH_TOKEN',
  'UV_PUBLISH_PASSWORD',
  'HATCH_INDEX_AUTH',
  'FLIT_PASSWORD',
  'PDM_PUBLISH_PASSWORD',
  'POETRY_PYPI_TOKEN_PYPI',
  'POETRY_HTTP_BASIC_PYPI_PASSWORD',
] as const;

/**
 * Files in which a process gives orders to the runner: outputs of our step, and the environment and search path of all later steps. The
 * build and the tests of a project must not write to them.
 */
const RUNNER_FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'];

/** Inputs of our action, and the services of the runner: identity tokens, caches and artifacts. */
const OF_THE_JOB = /^(?:INPUT|ACTIONS|STATE)_/i;

/**
 * The environment for the processes that we start: without secrets, and without anything that speaks for our step. Variables that the
 * author of a workflow adds for builds and tests are kept. On Windows, the case of a name makes no difference.
 */
export function withoutSecrets(env: ProgramHost['env']): ProgramHost['env'] {
  const hidden = new Set<string>([...SECRETS, ...RUNNER_FILES]);
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !hidden.has(name.toUpperCase()) && !OF_THE_JOB.test(name)),
  );
}
