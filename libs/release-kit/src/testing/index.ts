export { fetchTransport } from './fetch-transport.ts';
export {
  BREAKS,
  type FaultKind,
  type FaultMatrix,
  type FaultResult,
  FaultScript,
  type FaultStory,
  KILLS,
  type PlannedFault,
  playFaults,
} from './fault-script.ts';
export { RecordingReporter } from './recording-reporter.ts';
export { type ArrivedRequest, type ScriptedAnswer, ScriptedServer } from './scripted-server.ts';
export { VirtualClock } from './virtual-clock.ts';
export { growthOf, LINEAR_GROWTH } from './growth.ts';
