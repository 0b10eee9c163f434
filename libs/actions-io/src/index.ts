export { type ActionsContext, type Env, isGitHubActions, readActionsContext } from './actions-context.ts';
export { ActionsIo, type ActionsIoOptions } from './actions-io.ts';
export type { AnnotationPlace } from './annotations.ts';
export { ACTIONS_ERROR_CODES, ActionsError, type ActionsErrorCode } from './errors.ts';
export type {
  ActionsEvent,
  EventRepository,
  OtherEvent,
  PullRequestEvent,
  PushEvent,
  WorkflowDispatchEvent,
  WorkflowRunEvent,
} from './events.ts';
export { identityToken, type IdentityTokenOptions } from './identity-token.ts';
export { readEvent } from './read-event.ts';
