import type { FileStore } from '@heroku-release/release-kit';
import type { z } from 'zod';
import type { Env } from './actions-context.ts';
import { ActionsError } from './errors.ts';
import {
  pullRequestPayload,
  pushPayload,
  workflowDispatchPayload,
  workflowRunPayload,
} from './event-schemas.ts';
import type { ActionsEvent } from './events.ts';

const SCHEMAS: Readonly<Record<string, z.ZodType<ActionsEvent>>> = {
  push: pushPayload,
  pull_request: pullRequestPayload,
  workflow_run: workflowRunPayload,
  workflow_dispatch: workflowDispatchPayload,
};

/**
 * Reads and checks the payload of the event that started the workflow, from `GITHUB_EVENT_NAME` and `GITHUB_EVENT_PATH`.
 *
 * Errors: `ACTIONS_ENV_INVALID`, `ACTIONS_EVENT_UNREADABLE`, `ACTIONS_EVENT_INVALID`.
 */
export async function readEvent(env: Env, files: FileStore): Promise<ActionsEvent> {
  const eventName = env['GITHUB_EVENT_NAME'] ?? '';
  const path = env['GITHUB_EVENT_PATH'] ?? '';
  if (eventName === '' || path === '') {
    throw new ActionsError('ACTIONS_ENV_INVALID', 'GITHUB_EVENT_NAME or GITHUB_EVENT_PATH is not set', {
      hint: 'GitHub Actions sets both in every job; elsewhere, use the command line instead.',
    });
  }
  return parseEvent(eventName, await readPayload(path, files));
}

/** Checks a payload. Errors: `ACTIONS_EVENT_INVALID`, with the paths of what is wrong and without values. */
export function parseEvent(eventName: string, payload: unknown): ActionsEvent {
  const schema = Object.hasOwn(SCHEMAS, eventName) ? SCHEMAS[eventName] : undefined;
  if (schema === undefined) return { name: 'other', eventName, payload };
  const { success, data, error } = schema.safeParse(payload);
  if (success) return data;
  const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new ActionsError(
    'ACTIONS_EVENT_INVALID',
    `the ${eventName} payload is not valid: ${problems.join('; ')}`,
    {
      hint: 'GitHub may have changed the payload: check for a newer version of this tool.',
    },
  );
}

async function readPayload(path: string, files: FileStore): Promise<unknown> {
  try {
    return JSON.parse((await files.readText(path)).replace(/^\uFEFF/, '')) as unknown;
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new ActionsError('ACTIONS_EVENT_UNREADABLE', `the event payload ${path} ${what}`, {
      hint: 'Run the job again; the runner sets GITHUB_EVENT_PATH.',
      // A syntax error would quote the payload.
      cause: cause instanceof SyntaxError ? undefined : cause,
    });
  }
}
