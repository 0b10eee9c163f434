export type { Environment } from './bare-repository.ts';
export { RUNNER_ERROR_CODES, RunnerError, listFindings } from './errors.ts';
export type { Finding, RunnerErrorCode } from './errors.ts';
export type {
  ActionsGitHub,
  ActionsHost,
  ActionsIdentity,
  HostArtifact,
  HostEvent,
  HostRepository,
  HostRun,
  HostRunState,
  IdentityClaims,
} from './host.ts';
export type { Interpreter, Machine } from './known-action.ts';
export type { Combination } from './matrix.ts';
export type { Permissions } from './permissions.ts';
export { unknownError } from './inspect.ts';
export { readWorkflow } from './read-workflow.ts';
export type { ReadWorkflow } from './read-workflow.ts';
export type { Annotation, Conclusion, JobResult, Progress, RunResult, StepResult } from './results.ts';
export type { EnvironmentSettings, WorkflowRunnerOptions } from './settings.ts';
export type { Place, Template, TemplateEntry, Value } from './template.ts';
export type { DispatchInput, RunDefaults, Trigger, Workflow, WorkflowJob, WorkflowStep } from './workflow.ts';
export { WorkflowRunner } from './workflow-runner.ts';
