import { z } from 'zod';
import { ActionsError } from './errors.ts';

/** Environment variables, which the app reads once. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Whether the environment belongs to a job in GitHub Actions. */
export function isGitHubActions(env: Env): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/** Facts about the run from the runner. For `workflow_run` events, `sha` and `ref` belong to the default branch, not to that run. */
export interface ActionsContext {
  /** `push`, `workflow_run` and so on. */
  readonly eventName: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId: number | undefined;
  readonly sha: string;
  /** The full ref, such as `refs/heads/main`. */
  readonly ref: string;
  /** The ref without `refs/heads/` or `refs/tags/`. */
  readonly refName: string;
  readonly refType: 'branch' | 'tag';
  readonly runId: number;
  /** From 1; more than 1 means that effects of an earlier attempt may exist. */
  readonly runAttempt: number;
  /** Folder of the checkout. */
  readonly workspace: string | undefined;
  /** Private folder of the job, emptied when the job ends. */
  readonly runnerTemp: string | undefined;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly serverUrl: string;
  /** `owner/name/.github/workflows/publish.yml@refs/tags/v1.2.3`. */
  readonly workflowRef: string | undefined;
  /** Login of the person or program that started the run. */
  readonly actor: string | undefined;
  /** Whether debug logging is on. */
  readonly debug: boolean;
}

/** `owner/name`; the names of managed accounts contain an underscore. */
export const REPOSITORY_NAME = /^[A-Za-z0-9_-]+\/(?!\.{1,2}$)[A-Za-z0-9._-]+$/;

const optional = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text));
const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

const variables = z.object({
  GITHUB_EVENT_NAME: z.string().regex(/^[a-z_]+$/),
  GITHUB_REPOSITORY: z.string().regex(REPOSITORY_NAME),
  GITHUB_REPOSITORY_ID: count.optional(),
  GITHUB_SHA: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  GITHUB_REF: z.string().regex(/^refs\/.+$/),
  GITHUB_REF_NAME: optional,
  GITHUB_REF_TYPE: z.enum(['branch', 'tag']).optional(),
  GITHUB_RUN_ID: count,
  GITHUB_RUN_ATTEMPT: count.default(1),
  GITHUB_WORKSPACE: optional,
  RUNNER_TEMP: optional,
  GITHUB_API_URL: url,
  GITHUB_GRAPHQL_URL: url,
  GITHUB_SERVER_URL: url,
  GITHUB_WORKFLOW_REF: optional,
  GITHUB_ACTOR: optional,
  RUNNER_DEBUG: optional,
});

/**
 * Reads the facts about the run from the environment.
 *
 * Errors: `ACTIONS_ENV_INVALID`, with every variable that is absent or malformed.
 */
export function readActionsContext(env: Env): ActionsContext {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const { success, data, error } = variables.safeParse(set);
  if (!success) {
    const names = [...new Set(error.issues.map((issue) => String(issue.path[0])))];
    throw new ActionsError('ACTIONS_ENV_INVALID', `missing or invalid: ${names.join(', ')}`, {
      hint: 'GitHub Actions sets these variables in every job; elsewhere, use the command line instead.',
    });
  }
  const ref = data.GITHUB_REF;
  return {
    eventName: data.GITHUB_EVENT_NAME,
    repository: data.GITHUB_REPOSITORY,
    repositoryId: data.GITHUB_REPOSITORY_ID,
    sha: data.GITHUB_SHA,
    ref,
    refName: data.GITHUB_REF_NAME ?? ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
    refType: data.GITHUB_REF_TYPE ?? (ref.startsWith('refs/tags/') ? 'tag' : 'branch'),
    runId: data.GITHUB_RUN_ID,
    runAttempt: data.GITHUB_RUN_ATTEMPT,
    workspace: data.GITHUB_WORKSPACE,
    runnerTemp: data.RUNNER_TEMP,
    apiUrl: data.GITHUB_API_URL,
    graphqlUrl: data.GITHUB_GRAPHQL_URL,
    serverUrl: data.GITHUB_SERVER_URL,
    workflowRef: data.GITHUB_WORKFLOW_REF,
    actor: data.GITHUB_ACTOR,
    debug: data.RUNNER_DEBUG === '1',
  };
}
