import type { Palette } from '@heroku-release/release-flow';
import type { Progress } from '@heroku-release/release-runner';

/** Lines of steps that are not ours tell nothing about the release. */
const QUIET = /^(?:actions|astral-sh)\//;

/** Tells what the played workflows do, as it happens. */
export class Story {
  readonly #line: (text: string) => void;
  readonly #palette: Palette;
  readonly #verbose: boolean;

  constructor(options: {
    readonly line: (text: string) => void;
    readonly palette: Palette;
    readonly verbose: boolean;
  }) {
    this.#line = options.line;
    this.#palette = options.palette;
    this.#verbose = options.verbose;
  }

  /** A line of the rehearsal itself. */
  tell(text: string): void {
    this.#line(text);
  }

  /** A chapter: what a person or GitHub does next. */
  chapter(text: string): void {
    this.#line('');
    this.#line(this.#palette.strong(text));
  }

  progress(event: Progress): void {
    const { dim, good, bad } = this.#palette;
    switch (event.kind) {
      case 'run-started':
        this.chapter(`▶ ${event.workflow}: ${event.title}`);
        break;
      case 'job-started': {
        const rights = Object.entries(event.permissions).map(([key, level]) => `${key}: ${level}`);
        this.#line(dim(`  job ${event.job}, rights: ${rights.length === 0 ? 'none' : rights.join(', ')}`));
        break;
      }
      case 'line':
        if (this.#verbose || (!QUIET.test(event.step) && !event.line.startsWith('::')))
          this.#line(event.line);
        break;
      case 'step-finished':
        if (event.conclusion === 'failure') this.#line(bad(`  step ${event.step} failed`));
        break;
      case 'not-played':
        this.#line(dim(`  ${event.workflow} is not played: ${event.because}`));
        break;
      case 'run-finished':
        this.#line(
          event.conclusion === 'success'
            ? good(`  ${event.workflow}: success`)
            : bad(`  ${event.workflow}: ${event.conclusion}`),
        );
        break;
      case 'run-queued':
      case 'step-started':
      case 'job-finished':
        break;
    }
  }
}
