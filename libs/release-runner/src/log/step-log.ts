import type { Masks } from './masks.ts';
import type { Annotation } from '../run/results.ts';
import { CommandReader } from './workflow-commands.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** GitHub keeps this many annotations of each level per step. */
export const ANNOTATION_LIMIT = 10;

/** What one step prints: lines with masked values hidden, and the commands among them carried out. */
export class StepLog {
  readonly lines: string[] = [];
  readonly #annotations: Annotation[] = [];
  readonly #masks: Masks;
  readonly #onLine: (line: string) => void;
  readonly #commands = new CommandReader();

  /** @param onLine is told every line as it is shown */
  constructor(masks: Masks, onLine: (line: string) => void) {
    this.#masks = masks;
    this.#onLine = onLine;
  }

  /** The first ten of each level, as GitHub keeps them. */
  get annotations(): readonly Annotation[] {
    const seen = { notice: 0, warning: 0, error: 0 };
    return this.#annotations.filter((annotation) => (seen[annotation.level] += 1) <= ANNOTATION_LIMIT);
  }

  /** A line that the step printed. */
  printed(line: string): void {
    const command = this.#commands.read(line);
    if (command === undefined) this.#show(line);
    else this.#carryOut(command, line);
  }

  /** A line of the runner itself. */
  info(line: string): void {
    this.#show(line);
  }

  /** An annotation of the runner itself. */
  annotate(level: Annotation['level'], message: string): void {
    this.#annotations.push({ level, message: this.#masks.hide(message) });
    this.#show(`::${level}::${message}`);
  }

  #carryOut(command: WorkflowCommand, line: string): void {
    const { name, message, properties } = command;
    switch (name) {
      case 'add-mask':
        this.#masks.add(message);
        this.#show('::add-mask::***');
        return;
      case 'notice':
      case 'warning':
      case 'error': {
        const number = Number(properties['line']);
        this.#annotations.push({
          level: name,
          message: this.#masks.hide(message),
          ...(properties['title'] === undefined ? {} : { title: this.#masks.hide(properties['title']) }),
          ...(properties['file'] === undefined ? {} : { file: properties['file'] }),
          ...(number > 0 ? { line: number } : {}),
        });
        this.#show(line);
        return;
      }
      case 'set-output':
      case 'save-state':
      case 'set-env':
      case 'add-path':
        // Commands that GitHub has taken out of use, since untrusted text in a log could issue them.
        this.annotate('error', `the command '${name}' is disabled; append to the file of its variable`);
        return;
      default:
        // Groups and debug lines stay in the log as they are, and so does what only looks like a command.
        this.#show(line);
    }
  }

  #show(line: string): void {
    const shown = this.#masks.hide(line);
    this.lines.push(shown);
    this.#onLine(shown);
  }
}
