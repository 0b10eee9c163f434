import { z } from 'zod';
import type { GitHubConnection } from '../connection/connection.ts';
import { definedValues } from '../connection/defined-values.ts';
import { GitHubError } from '../errors.ts';

/** A run to start by hand. */
export interface Dispatch {
  /** A branch or tag name; the run uses the workflow file at that ref. */
  readonly ref: string;
  /** At most 25; every value is a string. */
  readonly inputs?: Readonly<Record<string, string>> | undefined;
  /**
   * When `ref` was created, milliseconds since the epoch. For up to 30 seconds after that GitHub may not find it, and the dispatch
   * waits. Without it a ref that GitHub does not find is an error at once.
   */
  readonly refCreatedAt?: number | undefined;
}

/** A dispatch that GitHub accepted. */
export interface Dispatched {
  /** The run, on servers that state it. */
  readonly runId?: number | undefined;
  /** The run's web page, on servers that state it. */
  readonly url?: string | undefined;
}

const details = z
  .object({ workflow_run_id: z.number(), html_url: z.string() })
  .transform((run): Dispatched => ({ runId: run.workflow_run_id, url: run.html_url }));
/** A 204 has no body. */
const accepted = z.union([details, z.unknown().transform((): Dispatched => ({}))]);

/** One POST. `withDetails` asks for the run's id, which older servers reject. */
export async function postDispatch(
  github: GitHubConnection,
  body: { workflow_id: string; ref: string; inputs: Record<string, string> },
  withDetails: boolean,
): Promise<Dispatched> {
  return await github.write({
    action: `dispatch ${body.workflow_id} at ${body.ref}`,
    expect: [200, 204],
    schema: accepted,
    send: (octokit, at) =>
      octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
        ...at,
        ...body,
        ...definedValues({ return_run_details: withDetails ? true : undefined }),
      }),
  });
}

/** Whether an older server rejected the parameter that asks for the run's id. */
export function rejectsDetails(error: unknown): boolean {
  return (
    error instanceof GitHubError &&
    error.status === 422 &&
    (error.responseMessage ?? '').includes('return_run_details')
  );
}

/** Whether GitHub did not find the ref. */
export function rejectsRef(error: unknown, ref: string): boolean {
  return (
    error instanceof GitHubError &&
    error.code === 'GITHUB_INVALID' &&
    (error.responseMessage ?? '').includes(ref)
  );
}
