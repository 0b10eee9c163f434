import { Refuse, ReleaseError } from '@heroku-release/release-kit';
import type { ErrorKind } from '@heroku-release/release-kit';

const KINDS = {
  // Wrong usage or configuration: nothing was tried.
  USAGE: 'usage',
  ENVIRONMENT_INVALID: 'usage',
  TOKEN_MISSING: 'usage',
  PROJECT_MISSING: 'usage',
  EVENT_UNSUITABLE: 'usage',
  // The current state contradicts the plan: a person must decide.
  HISTORY_SHALLOW: 'refused',
  BASE_BRANCH_WRONG: 'refused',
  BASE_BRANCH_BEHIND: 'refused',
  BASE_BRANCH_AHEAD: 'refused',
  VERSION_TAGGED: 'refused',
  VERSION_NOT_NEWER: 'refused',
  VERSION_FILE_DIFFERS: 'refused',
  NOTHING_TO_RELEASE: 'refused',
  PREVIOUS_UNTAGGED: 'refused',
  RELEASE_IN_FLIGHT: 'refused',
  BRANCH_DIFFERS: 'refused',
  BRANCH_CONFLICTS: 'refused',
  CHANGELOG_UNSUPPORTED: 'refused',
  CHANGELOG_INCOMPLETE: 'refused',
  RELEASE_MERGE_INVALID: 'refused',
  REVIEWED_DIFFERS: 'refused',
  PACKAGE_FAILED: 'refused',
  COMMITS_UNCOUNTED: 'refused',
  VERSION_MISMATCH: 'refused',
  TAG_ELSEWHERE: 'refused',
  TAG_MISSING: 'refused',
  TAG_UNKNOWN: 'refused',
  ARTIFACT_MISSING: 'refused',
  ARTIFACT_DIFFERS: 'refused',
  PLAN_INVALID: 'refused',
  PLAN_DIFFERS: 'refused',
  PLAN_UNTESTED: 'refused',
  INDEX_CONFLICT: 'refused',
  RELEASE_FOREIGN: 'refused',
  ASSETS_DIFFER: 'refused',
  INDEX_MISMATCH: 'refused',
  RELEASE_DIFFERS: 'refused',
  RELEASE_INCOMPLETE: 'refused',
  // Something failed: safe to run again.
  TESTS_FAILED: 'failed',
  LINT_FAILED: 'failed',
  ASSOCIATION_MISSING: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link FLOW_ERROR_CODES}. */
export type FlowErrorCode = keyof typeof KINDS;

/** The codes of release-flow, a closed set; each has an entry in docs/runbook.md. */
export const FLOW_ERROR_CODES = Object.keys(KINDS) as readonly FlowErrorCode[];

/** An error of the release flow itself. Errors of its clients pass through with their own codes. */
export class FlowError extends ReleaseError<FlowErrorCode> {
  override readonly name = 'FlowError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}

/** Codes of refusals. */
export type RefusalCode = {
  [Code in FlowErrorCode]: (typeof KINDS)[Code] extends 'refused' ? Code : never;
}[FlowErrorCode];

/** Refuses with a code of the flow. The hint names the next command, or the decision that a person has to make. */
export function refuse(code: RefusalCode, because: string, hint: string): Refuse {
  return new Refuse(code, because, hint);
}
