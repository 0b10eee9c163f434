export { type Clock, systemClock } from './clock.ts';
export { type Random, systemRandom } from './random.ts';
export {
  type CodedError,
  type Effect,
  effectOf,
  type ErrorKind,
  isCodedError,
  ReleaseError,
  type ReleaseErrorDetails,
} from './release-error.ts';
export { KIT_ERROR_CODES, KitError, type KitErrorCode } from './kit-error.ts';
export { Redactor } from './redactor.ts';
export { type FaultPoint, type FaultPoints, noFaults } from './fault-points.ts';
export { orderedFault } from './fault-order.ts';
export {
  HttpClient,
  type HttpClientOptions,
  type HttpRequest,
  type HttpResponse,
  isTransportError,
  type SentRequest,
  type StreamedBody,
  type Transport,
} from './http-client.ts';
export { bufferedResponse } from './http-response.ts';
export {
  type CommandRequest,
  type CommandResult,
  CommandRunner,
  type CommandRunnerOptions,
} from './command-runner.ts';
export { nodeSpawn } from './node-spawn.ts';
export type { ProcessEnd, Spawn, SpawnedProcess, SpawnRequest } from './spawn.ts';
export { type FileDigest, FileStore, type FileStoreOptions } from './file-store.ts';
export { lineLogger, type Logger, silentLogger } from './logger.ts';
export {
  type ReportedError,
  type ReportEvent,
  type Reporter,
  silentReporter,
  type StageOutcome,
  type StageReport,
  type StepOutcome,
  type StepReport,
} from './report.ts';
export {
  act,
  type Decision,
  Refuse,
  type Right,
  settled,
  type Stage,
  type Step,
  type StepIo,
  Unobservable,
  Wait,
} from './step.ts';
export { runStage, type RunStageOptions } from './run-stage.ts';
