import { ReleaseError } from '@heroku-release/release-kit';

/** Wrong usage or configuration: nothing was tried, exit code 2. */
export const USAGE_ERROR_CODES = [
  'USAGE',
  'SETTINGS_INVALID',
  'SETTINGS_UNKNOWN_KEY',
  'ENVIRONMENT_INVALID',
  'TOKEN_MISSING',
  'PROJECT_MISSING',
  'VERSION_MISSING',
  'VERSION_UNSUPPORTED',
  'REMOTE_UNKNOWN',
  'EVENT_UNSUITABLE',
] as const;

/** The world contradicts the plan: a person must decide, exit code 3. */
export const REFUSAL_CODES = [
  'HISTORY_SHALLOW',
  'BASE_BRANCH_WRONG',
  'BASE_BRANCH_BEHIND',
  'BASE_BRANCH_AHEAD',
  'VERSION_TAGGED',
  'VERSION_NOT_NEWER',
  'VERSION_FILE_DIFFERS',
  'NOTHING_TO_RELEASE',
  'PREVIOUS_UNTAGGED',
  'RELEASE_IN_FLIGHT',
  'BRANCH_DIFFERS',
  'CHANGELOG_UNSUPPORTED',
  'CHANGELOG_INCOMPLETE',
  'RELEASE_MERGE_INVALID',
  'REVIEWED_DIFFERS',
  'COMMITS_UNCOUNTED',
  'VERSION_MISMATCH',
  'TAG_ELSEWHERE',
  'TAG_MISSING',
  'TAG_UNKNOWN',
  'ARTIFACT_MISSING',
  'ARTIFACT_DIFFERS',
  'PLAN_INVALID',
  'PLAN_DIFFERS',
  'PLAN_UNTESTED',
  'INDEX_CONFLICT',
  'RELEASE_FOREIGN',
  'ASSETS_DIFFER',
] as const;

/** Something did not work; safe to run again, exit code 1. */
export const FAILURE_CODES = [
  'TESTS_FAILED',
  'LINT_FAILED',
  'ASSOCIATION_MISSING',
  'INDEX_MISMATCH',
  'ANSWER_UNEXPECTED',
] as const;

/** Every code of release-flow. */
export const FLOW_ERROR_CODES = [...USAGE_ERROR_CODES, ...REFUSAL_CODES, ...FAILURE_CODES] as const;

/** One of {@link FLOW_ERROR_CODES}. */
export type FlowErrorCode = (typeof FLOW_ERROR_CODES)[number];

/** An error of the release flow itself; those of its clients pass through with their own codes. */
export class FlowError extends ReleaseError<FlowErrorCode> {
  override readonly name = 'FlowError';
}
