export { type ActionsContext, type Env, isGitHubActions, readActionsContext } from './actions-context.ts';
export { ActionsIo, type ActionsIoOptions } from './actions-io.ts';
export { type AnnotationLevel, type AnnotationPlace, ANNOTATIONS_PER_LEVEL } from './annotations.ts';
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
export { SUMMARY_LIMIT_BYTES } from './file-commands.ts';
export { identityToken, type IdentityTokenOptions } from './identity-token.ts';
export { parseEvent, readEvent } from './read-event.ts';
export { escapeMessage, escapeProperty, foreignText, workflowCommand } from './workflow-command.ts';
