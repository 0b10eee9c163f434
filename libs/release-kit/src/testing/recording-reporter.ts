import type { Reporter, ReportEvent } from '../stage/report.ts';

/** Keeps every event, for tests of what a person would have seen. */
export class RecordingReporter implements Reporter {
  readonly events: ReportEvent[] = [];

  report(event: ReportEvent): void {
    this.events.push(event);
  }
}
