export type { Environment } from './run/bare-repository.ts';
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
} from './run/host.ts';
export type { Interpreter, Machine } from './run/machine.ts';
export type { Combination } from './workflow/matrix.ts';
export type { Permissions } from './workflow/permissions.ts';
export { unknownError } from './inspection/inspect.ts';
export { readWorkflow } from './workflow/read-workflow.ts';
export type { ReadWorkflow } from './workflow/read-workflow.ts';
export type { Annotation, Conclusion, JobResult, Progress, RunResult, StepResult } from './run/results.ts';
export type { EnvironmentSettings, WorkflowRunnerOptions } from './run/settings.ts';
export type { Place, Template, TemplateEntry, Value } from './workflow/template.ts';
export type {
  DispatchInput,
  RunDefaults,
  Trigger,
  Workflow,
  WorkflowJob,
  WorkflowStep,
} from './workflow/workflow.ts';
export { WorkflowRunner } from './runner/workflow-runner.ts';
