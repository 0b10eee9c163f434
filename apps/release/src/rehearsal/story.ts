import type { Palette } from '@heroku-release/release-flow';
import type { Progress } from '@heroku-release/release-runner';

/** Prefix of this tool's own actions, whose lines are about the release. */
const OURS = 'heroku/heroku-release/';

/** Matches workflow commands, and the settings that the rehearsal itself puts into the environment. */
const MACHINERY = /^(?:::|settings from the environment: )/;

/** Number of hidden lines that are shown when a step fails. */
const TAIL = 40;

type Event<Kind extends Progress['kind']> = Extract<Progress, { readonly kind: Kind }>;

/** Prints what the played workflows do, as it happens. */
export class Story {
  readonly #line: (text: string) => void;
  readonly #palette: Palette;
  readonly #verbose: boolean;
  /** The last hidden lines of each running step. */
  readonly #hidden = new Map<string, string[]>();

  constructor(options: {
    readonly line: (text: string) => void;
    readonly palette: Palette;
    readonly verbose: boolean;
  }) {
    this.#line = options.line;
    this.#palette = options.palette;
    this.#verbose = options.verbose;
  }

  /** Prints a line of the rehearsal itself. */
  say(text: string): void {
    this.#line(text);
  }

  /** Starts a chapter: what a person or GitHub does next. */
  chapter(text: string): void {
    this.#line('');
    this.#line(this.#palette.strong(text));
  }

  /** Prints an event of the runner. */
  progress(event: Progress): void {
    const { dim, good, bad } = this.#palette;
    switch (event.kind) {
      case 'run-started':
        this.chapter(`▶ ${event.workflow}: ${event.title}`);
        break;
      case 'job-started': {
        const granted = Object.entries(event.permissions).map(([key, level]) => `${key}: ${level}`);
        const list = granted.length === 0 ? 'none' : granted.join(', ');
        this.#line(dim(`  job ${event.job}, permissions: ${list}`));
        break;
      }
      case 'line':
        this.#stepLine(event);
        break;
      case 'step-finished':
        this.#stepFinished(event);
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

  #stepLine(event: Event<'line'>): void {
    const ours = event.uses?.startsWith(OURS) === true;
    if (this.#verbose || (ours && !MACHINERY.test(event.line))) {
      this.#line(event.line);
    } else if (!ours) {
      const lines = this.#hidden.get(keyOf(event)) ?? [];
      this.#hidden.set(keyOf(event), [...lines, event.line].slice(-TAIL));
    }
  }

  #stepFinished(event: Event<'step-finished'>): void {
    const lines = this.#hidden.get(keyOf(event)) ?? [];
    this.#hidden.delete(keyOf(event));
    if (event.conclusion !== 'failure') return;
    for (const line of lines) this.#line(`    ${line}`);
    this.#line(this.#palette.bad(`  step ${event.step} failed`));
  }
}

function keyOf({ run, job, step }: Event<'line'> | Event<'step-finished'>): string {
  return JSON.stringify([run, job, step]);
}
