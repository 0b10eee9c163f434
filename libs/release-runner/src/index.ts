export {
  type Finding,
  listFindings,
  RUNNER_ERROR_CODES,
  RunnerError,
  type RunnerErrorCode,
} from './errors.ts';
export { unknownError } from './inspection/inspect.ts';
export type { Environment } from './run/bare-repository.ts';
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
export type { Annotation, Conclusion, JobResult, Progress, RunResult, StepResult } from './run/results.ts';
export type { EnvironmentSettings, WorkflowRunnerOptions } from './run/settings.ts';
export { WorkflowRunner } from './runner/workflow-runner.ts';
export type { Combination } from './workflow/matrix.ts';
export type { Permissions } from './workflow/permissions.ts';
export type { Value } from './workflow/template.ts';
