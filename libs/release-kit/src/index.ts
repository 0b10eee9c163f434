export { type Clock, systemClock } from './clock.ts';
export { type Random, systemRandom } from './random.ts';
export {
  type CodedError,
  type Effect,
  effectOf,
  type ErrorKind,
  isCodedError,
  kindOf,
  ReleaseError,
  type ReleaseErrorDetails,
} from './release-error.ts';
export { KIT_ERROR_CODES, KitError, type KitErrorCode } from './kit-error.ts';
export { Redactor } from './redactor.ts';
export { type FaultPoint, type FaultPoints, noFaults } from './fault-points.ts';
export { orderedFault } from './fault-order.ts';
export { HttpClient, type HttpClientOptions, isTransportError, type SentRequest } from './http-client.ts';
export type { HttpRequest, HttpResponse, StreamedBody, Transport } from './transport.ts';
export {
  type CommandRequest,
  type CommandResult,
  CommandRunner,
  type CommandRunnerOptions,
} from './command-runner.ts';
export { nodeSpawn } from './node-spawn.ts';
export type { ProcessEnd, Spawn, SpawnedProcess, SpawnRequest } from './spawn.ts';
export type { ConfinedFiles } from './confined-files.ts';
export { type FileDigest, FileStore, type FileStoreOptions } from './file-store.ts';
export {
  type ReportedError,
  type ReportEvent,
  type Reporter,
  silentReporter,
  type StageOutcome,
  type StageReport,
  type StepOutcome,
  type StepReport,
} from './stage/report.ts';
export {
  type Act,
  act,
  type Applied,
  type CheckDecision,
  type EffectDecision,
  Fail,
  type Finished,
  finished,
  PLANNED,
  type Planned,
  Refuse,
  type Settled,
  settled,
  Wait,
  type WaitTiming,
} from './stage/decision.ts';
export {
  check,
  type CheckStep,
  effect,
  type EffectStep,
  type Right,
  type Step,
  type StepIo,
  Unobservable,
} from './stage/step.ts';
export { type FactsOf, needsOf, sequence, type Stage, stage, StageBuilder } from './stage/stage.ts';
export type { BoundStep } from './stage/bound-step.ts';
export type { RunStageOptions } from './stage/run-options.ts';
export { runStage } from './stage/run-stage.ts';
