import { Buffer } from 'node:buffer';
import type { FileStore, Random, Redactor } from '@heroku-release/release-kit';
import { type Env, isGitHubActions } from './actions-context.ts';
import { type AnnotationLevel, type AnnotationPlace, Annotations } from './annotations.ts';
import { ActionsError } from './errors.ts';
import { fitSummary, outputEntry, RunnerFile } from './file-commands.ts';
import { foreignText, workflowCommand } from './workflow-command.ts';

/** How an {@link ActionsIo} is made. */
export interface ActionsIoOptions {
  /** The environment, as the app read it once. */
  readonly env: Env;
  readonly files: FileStore;
  readonly random: Random;
  /** Cleans everything that is written, and learns every secret that is masked. */
  readonly redactor: Redactor;
  /** Writes to standard output or standard error; the runner reads commands from both. */
  readonly write: (text: string) => void;
}

/**
 * The runner's side of a job in GitHub Actions: inputs, outputs, summary, annotations, groups, masks. Everything it writes is
 * redacted, and text from outside cannot become a command. End with {@link close}.
 */
export class ActionsIo {
  readonly #options: ActionsIoOptions;
  readonly #annotations: Annotations;
  readonly #output: RunnerFile;
  readonly #summary: RunnerFile;
  #openGroups = 0;

  constructor(options: ActionsIoOptions) {
    this.#options = options;
    this.#annotations = new Annotations((line) => {
      this.#line(line);
    });
    this.#output = new RunnerFile(options.env, options.files, 'GITHUB_OUTPUT');
    this.#summary = new RunnerFile(options.env, options.files, 'GITHUB_STEP_SUMMARY');
  }

  /**
   * An input of the action without white space around it; empty when it is not given.
   *
   * Errors: `ACTIONS_INPUT_INVALID` when it is required and empty: the runner itself does not insist.
   */
  input(name: string, options: { readonly required?: boolean } = {}): string {
    const value = (this.#options.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
    if (value === '' && options.required === true) {
      throw new ActionsError('ACTIONS_INPUT_INVALID', `the input ${name} is required and empty`, {
        hint: `Give it in the workflow: with: { ${name}: ... }.`,
      });
    }
    return value;
  }

  /**
   * A boolean input in the words of YAML's core schema (`true`, `True`, `TRUE` and the like); `undefined` when it is not given.
   *
   * Errors: `ACTIONS_INPUT_INVALID` for any other word.
   */
  booleanInput(name: string): boolean | undefined {
    const value = this.input(name);
    if (value === '') return undefined;
    if (['true', 'True', 'TRUE'].includes(value)) return true;
    if (['false', 'False', 'FALSE'].includes(value)) return false;
    throw new ActionsError('ACTIONS_INPUT_INVALID', `the input ${name} is neither true nor false`, {
      hint: 'Accepted are true, True, TRUE, false, False and FALSE.',
    });
  }

  /**
   * Sets an output of the step; a second call with the same name replaces the value. Do not mask what an output holds: the
   * runner drops such outputs.
   *
   * Errors: `ACTIONS_FILE_MISSING`, `ACTIONS_OUTPUT_INVALID`.
   */
  async setOutput(name: string, value: string | number | boolean): Promise<void> {
    const entry = outputEntry(name, this.#options.redactor.text(String(value)), this.#options.random);
    await this.#output.append(() => ({ text: entry }));
  }

  /**
   * Appends Markdown to the summary of the step. Beyond 1 MiB GitHub would show none of it, so it is cut at a line and a warning
   * says so.
   *
   * Errors: `ACTIONS_FILE_MISSING`.
   */
  async summary(markdown: string): Promise<void> {
    const clean = this.#options.redactor.text(markdown);
    const addition = clean.endsWith('\n') ? clean : `${clean}\n`;
    const { cut } = await this.#summary.append((soFar) => fitSummary(soFar, addition));
    if (cut) this.warning('The summary is longer than 1 MiB and was cut.');
  }

  /** An annotation that only tells. At most ten of a level reach a person, see {@link close}. */
  notice(message: string, place?: AnnotationPlace): void {
    this.#annotate('notice', message, place);
  }

  /** An annotation that warns. */
  warning(message: string, place?: AnnotationPlace): void {
    this.#annotate('warning', message, place);
  }

  /** An annotation that says what failed; it does not fail the step, the exit code does. */
  error(message: string, place?: AnnotationPlace): void {
    this.#annotate('error', message, place);
  }

  /** Lines in the log; text from outside is welcome, it cannot become a command. */
  info(text: string): void {
    // Once more after redaction, and redaction after cleaning: neither may put together what the other took apart.
    this.#line(foreignText(this.#options.redactor.text(foreignText(text))));
  }

  /** A line that the log shows when debug logging is on. */
  debug(message: string): void {
    this.#line(workflowCommand('debug', this.#options.redactor.text(message)));
  }

  /** Begins a part of the log that can be folded. The runner knows no groups within groups: an open one is ended first. */
  group(title: string): void {
    this.endGroup();
    this.#openGroups += 1;
    this.#line(workflowCommand('group', this.#options.redactor.text(title)));
  }

  /** Ends the open group; without one it does nothing. */
  endGroup(): void {
    if (this.#openGroups === 0) return;
    this.#openGroups = 0;
    this.#line(workflowCommand('endgroup'));
  }

  /**
   * Hides a secret from now on, here and by the runner in the whole job: as it is, line by line, and in the encodings in which
   * tokens travel. Values of fewer than four characters are left alone: hiding them would hide half the log. Outside of
   * GitHub Actions nothing is printed, for nobody would swallow the line.
   */
  mask(secret: string): void {
    this.#options.redactor.add(secret);
    if (!isGitHubActions(this.#options.env)) return;
    for (const form of formsOf(secret)) this.#options.write(`${workflowCommand('add-mask', form)}\n`);
  }

  /** Shows the annotations beyond the ninth of each level in one, and ends the open group. Call it last. */
  close(): void {
    this.endGroup();
    this.#annotations.close();
  }

  #annotate(level: AnnotationLevel, message: string, place: AnnotationPlace = {}): void {
    const { redactor } = this.#options;
    this.#annotations.add(level, redactor.text(message), redactor.value(place));
  }

  #line(line: string): void {
    this.#options.write(`${line}\n`);
  }
}

function formsOf(secret: string): Set<string> {
  const lines = [secret, ...secret.split(/\r?\n/)]
    .map((line) => line.trim())
    .filter((line) => line.length >= 4);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return new Set(
    lines.flatMap((line) => [
      line,
      encodeURIComponent(line),
      base64(line),
      base64(`x-access-token:${line}`),
      base64(`__token__:${line}`),
    ]),
  );
}
