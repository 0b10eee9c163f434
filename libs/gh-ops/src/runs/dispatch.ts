import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { GitHubError } from '../errors.ts';
import { checkedRefName, checkedWorkflowFile } from '../connection/arguments.ts';

/** What starts a run by hand. */
export interface Dispatch {
  /** A branch or tag name; the version of the workflow that runs is the one there. */
  readonly ref: string;
  /** At most 25; every value becomes a string. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** When `ref` was made, milliseconds since the epoch. For 30 seconds after that GitHub may not see it yet. */
  readonly refCreatedAt?: number | undefined;
}

/** A dispatch that GitHub took. */
export interface Dispatched {
  /** The run, on servers that tell. */
  readonly runId?: number | undefined;
  /** The run's page for people, on servers that tell. */
  readonly url?: string | undefined;
}

/** How long after its creation a ref may be unknown to the dispatch. */
const SETTLING_MS = 30_000;

const details = z
  .object({ workflow_run_id: z.number(), html_url: z.string() })
  .transform((run): Dispatched => ({ runId: run.workflow_run_id, url: run.html_url }));
/** 204 has no body. */
const answer = z.union([details, z.unknown().transform((): Dispatched => ({}))]);

/** One POST; more only where GitHub says that nothing happened. */
export async function dispatch(
  github: GitHubConnection,
  workflowFile: string,
  wanted: Dispatch,
): Promise<Dispatched> {
  const workflow_id = checkedWorkflowFile(workflowFile);
  const ref = checkedRefName(wanted.ref);
  const { clock, signal } = github.options;
  const settled = (wanted.refCreatedAt ?? Number.NEGATIVE_INFINITY) + SETTLING_MS;
  let withDetails = true;
  for (let wait = 1000; ; wait *= 2) {
    try {
      return await post(github, { workflow_id, ref, inputs: wanted.inputs ?? {} }, withDetails);
    } catch (error) {
      if (withDetails && refusesDetails(error)) withDetails = false;
      else if (namesRef(error, ref) && clock.now() < settled) {
        await clock.sleep(Math.min(wait, Math.max(1000, settled - clock.now())), signal);
      } else throw error;
    }
  }
}

async function post(
  github: GitHubConnection,
  body: { workflow_id: string; ref: string; inputs: Record<string, string> },
  withDetails: boolean,
): Promise<Dispatched> {
  return await github.write({
    what: `dispatch ${body.workflow_id} at ${body.ref}`,
    expect: [200, 204],
    answers: answer,
    send: (octokit, at) =>
      octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
        ...at,
        ...body,
        ...(withDetails ? { return_run_details: true } : {}),
      }),
  });
}

/** Older servers do not know the parameter that asks for the run. */
function refusesDetails(error: unknown): boolean {
  return (
    error instanceof GitHubError && error.status === 422 && (error.said ?? '').includes('return_run_details')
  );
}

function namesRef(error: unknown, ref: string): boolean {
  return error instanceof GitHubError && error.code === 'GITHUB_INVALID' && (error.said ?? '').includes(ref);
}
