import { ReleaseError } from '@heroku-release/release-kit';

/**
 * The codes of actions-io.
 *
 * - `ACTIONS_ENV_INVALID`: a variable that GitHub Actions sets is absent or has no sense.
 * - `ACTIONS_EVENT_UNREADABLE`: the payload file is absent or no JSON.
 * - `ACTIONS_EVENT_INVALID`: the payload lacks what this event always has.
 * - `ACTIONS_INPUT_INVALID`: a required input is empty, or a boolean is none.
 * - `ACTIONS_FILE_MISSING`: the runner gave no file for outputs or for the summary.
 * - `ACTIONS_OUTPUT_INVALID`: a name or value that the runner would misread.
 * - `ACTIONS_IDENTITY_FORBIDDEN`: the job may not ask for an identity token.
 * - `ACTIONS_IDENTITY_FORK`: the run belongs to a pull request from a fork, which never may.
 * - `ACTIONS_IDENTITY_REFUSED`: the token service said no, or stayed in trouble.
 * - `ACTIONS_IDENTITY_INVALID`: its answer holds no token.
 */
export const ACTIONS_ERROR_CODES = [
  'ACTIONS_ENV_INVALID',
  'ACTIONS_EVENT_UNREADABLE',
  'ACTIONS_EVENT_INVALID',
  'ACTIONS_INPUT_INVALID',
  'ACTIONS_FILE_MISSING',
  'ACTIONS_OUTPUT_INVALID',
  'ACTIONS_IDENTITY_FORBIDDEN',
  'ACTIONS_IDENTITY_FORK',
  'ACTIONS_IDENTITY_REFUSED',
  'ACTIONS_IDENTITY_INVALID',
] as const;

/** One of {@link ACTIONS_ERROR_CODES}. */
export type ActionsErrorCode = (typeof ACTIONS_ERROR_CODES)[number];

/** What is wrong between us and the runner of GitHub Actions. */
export class ActionsError extends ReleaseError<ActionsErrorCode> {
  override readonly name = 'ActionsError';
}
