import type { Redactor, Reporter, ReportEvent, StepReport } from '@heroku-release/release-kit';
import { formatDuration } from '@heroku-release/release-history';

/** The colours of lines. */
export interface Palette {
  /** Success. */
  readonly good: (text: string) => string;
  /** Failure. */
  readonly bad: (text: string) => string;
  /** Warnings and waits. */
  readonly warn: (text: string) => string;
  /** Details. */
  readonly dim: (text: string) => string;
  /** Headings and results. */
  readonly strong: (text: string) => string;
}

const same = (text: string) => text;

/** The palette without colours. */
export const plainPalette: Palette = { good: same, bad: same, warn: same, dim: same, strong: same };

/** Options of {@link LineReporter}. */
export interface LineReporterOptions {
  /** Receives one line, without a line end. */
  readonly line: (text: string) => void;
  readonly redactor: Redactor;
  readonly palette?: Palette | undefined;
}

/** Reports a run line by line, for terminals, logs and the rehearsal. */
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
        const givesUp = seconds(event.givesUpInMs);
        const since = event.waitedMs === 0 ? '' : ` for ${seconds(event.waitedMs)}`;
        this.#line(
          warn(
            `    ${event.step}: waiting${since}, ${event.because}; next try in ${seconds(event.nextInMs)}, gives up in ${givesUp}`,
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
