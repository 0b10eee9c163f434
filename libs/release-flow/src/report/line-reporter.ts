import type { Redactor, Reporter, ReportEvent, StepReport } from '@heroku-release/release-kit';
import { formatDuration } from '@heroku-release/release-history';

/** How a line is coloured; the plain one leaves it as it is. */
export interface Palette {
  /** What went well. */
  readonly good: (text: string) => string;
  /** What went wrong. */
  readonly bad: (text: string) => string;
  /** What needs attention, or waits. */
  readonly warn: (text: string) => string;
  /** What is by the way. */
  readonly dim: (text: string) => string;
  /** What stands out. */
  readonly strong: (text: string) => string;
}

const same = (text: string) => text;

/** No colours. */
export const plainPalette: Palette = { good: same, bad: same, warn: same, dim: same, strong: same };

/** How a {@link LineReporter} is made. */
export interface LineReporterOptions {
  /** Takes one line, without its end. */
  readonly line: (text: string) => void;
  readonly redactor: Redactor;
  readonly palette?: Palette;
}

/** Tells the story of a run line by line: for terminals, logs and the rehearsal. */
export class LineReporter implements Reporter {
  readonly #line: (text: string) => void;
  readonly #palette: Palette;

  constructor({ line, redactor, palette = plainPalette }: LineReporterOptions) {
    this.#palette = palette;
    this.#line = (text) => {
      for (const part of redactor.text(text).split('\n')) line(part);
    };
  }

  /** Writes the lines of one event. */
  report(event: ReportEvent): void {
    const { dim, warn, strong } = this.#palette;
    switch (event.kind) {
      case 'stage-started':
        this.#line(strong(event.mode === 'plan' ? `${event.stage} (dry run: reads only)` : event.stage));
        break;
      case 'progress':
        this.#line(dim(`    ${event.step}: ${event.message}`));
        break;
      case 'waiting': {
        const gaveUp = seconds(event.givesUpInMs);
        const since = event.waitedMs === 0 ? '' : ` since ${seconds(event.waitedMs)}`;
        this.#line(
          warn(
            `    ${event.step}: waiting${since}, ${event.because}; next try in ${seconds(event.nextInMs)}, gives up in ${gaveUp}`,
          ),
        );
        break;
      }
      case 'step-ended':
        this.#step(event.report);
        break;
      case 'stage-ended':
        this.#line(`  ${event.report.stage}: ${strong(event.report.outcome)}`);
        break;
      case 'step-started':
        break;
    }
  }

  #step(report: StepReport): void {
    const { good, bad, warn, dim } = this.#palette;
    const mark = {
      settled: good('✓'),
      done: good('✔'),
      'would-act': warn('→'),
      held: warn('⏸'),
      refused: bad('✋'),
      failed: bad('✘'),
      cancelled: warn('■'),
      'not-run': dim('–'),
    }[report.outcome];
    const took = report.durationMs >= 1000 ? dim(` (${seconds(report.durationMs)})`) : '';
    this.#line(`  ${mark} ${report.step}: ${report.did ?? report.because}${took}`);
    for (const note of report.notes ?? []) this.#line(warn(`    ! ${note}`));
    if (report.error === undefined) return;
    this.#line(bad(`    ${report.error.code}`));
    if (report.error.hint !== undefined) this.#line(`    ${report.error.hint}`);
  }
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(Math.round(ms / 1000) * 1000);
}
