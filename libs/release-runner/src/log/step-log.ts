import type { Masks } from './masks.ts';
import type { Annotation } from '../run/results.ts';
import { CommandReader } from './workflow-commands.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** GitHub keeps this many annotations of each level per step. */
const ANNOTATION_LIMIT = 10;

/** The log of a step: hides masked values and executes the commands that the step prints. */
export class StepLog {
  readonly lines: string[] = [];
  readonly #annotations: Annotation[] = [];
  readonly #masks: Masks;
  readonly #onLine: (line: string) => void;
  readonly #commands = new CommandReader();

  /** @param onLine called for every line as it is shown */
  constructor(masks: Masks, onLine: (line: string) => void) {
    this.#masks = masks;
    this.#onLine = onLine;
  }

  /** The first ten annotations of each level, as GitHub keeps them. */
  get annotations(): readonly Annotation[] {
    const seen = { notice: 0, warning: 0, error: 0 };
    return this.#annotations.filter((annotation) => (seen[annotation.level] += 1) <= ANNOTATION_LIMIT);
  }

  /** Adds a line that the step printed. */
  printed(line: string): void {
    const command = this.#commands.read(line);
    if (command === undefined) this.#show(line);
    else this.#execute(command, line);
  }

  /** Adds a line of the runner. */
  info(line: string): void {
    this.#show(line);
  }

  /** Adds an annotation of the runner. */
  annotate(level: Annotation['level'], message: string): void {
    this.#annotations.push({ level, message: this.#masks.hide(message) });
    this.#show(`::${level}::${message}`);
  }

  #execute(command: WorkflowCommand, line: string): void {
    const { name, message, properties } = command;
    switch (name) {
      case 'add-mask':
        this.#masks.add(message);
        this.#show('::add-mask::***');
        return;
      case 'notice':
      case 'warning':
      case 'error': {
        const { title, file, line: place } = properties;
        const number = Number(place);
        this.#annotations.push({
          level: name,
          message: this.#masks.hide(message),
          title: title === undefined ? undefined : this.#masks.hide(title),
          file,
          line: number > 0 ? number : undefined,
        });
        this.#show(line);
        return;
      }
      case 'set-output':
      case 'save-state':
      case 'set-env':
      case 'add-path':
        // GitHub disabled these commands, because untrusted text in a log could issue them.
        this.annotate('error', `the command '${name}' is disabled; append to the file of its variable`);
        return;
      default:
        // Groups, debug lines and unknown commands stay in the log unchanged.
        this.#show(line);
    }
  }

  #show(line: string): void {
    const shown = this.#masks.hide(line);
    this.lines.push(shown);
    this.#onLine(shown);
  }
}
