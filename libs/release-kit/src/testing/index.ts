export { fetchTransport } from './fetch-transport.ts';
export {
  type FaultMatrix,
  type FaultResult,
  FaultScript,
  type FaultStory,
  type PlannedFault,
  playFaults,
} from './fault-script.ts';
export { RecordingReporter } from './recording-reporter.ts';
export { VirtualClock } from './virtual-clock.ts';
