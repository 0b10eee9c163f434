import { Buffer } from 'node:buffer';
import type { FileStore, Random, Redactor } from '@heroku-release/release-kit';
import { type Env, isGitHubActions } from './actions-context.ts';
import { type AnnotationLevel, type AnnotationPlace, Annotations } from './annotations.ts';
import { ActionsError } from './errors.ts';
import { fitSummary, outputEntry, RunnerFile } from './file-commands.ts';
import { untrustedText, workflowCommand } from './workflow-command.ts';

/** Options of {@link ActionsIo}. */
export interface ActionsIoOptions {
  /** Environment variables, which the app reads once. */
  readonly env: Env;
  readonly files: FileStore;
  readonly random: Random;
  /** Redacts everything that is written; every masked secret is registered in it. */
  readonly redactor: Redactor;
  /** Writes to standard output or standard error; the runner reads commands from both. */
  readonly write: (text: string) => void;
}

/**
 * Talks to the runner of GitHub Actions: inputs, outputs, summary, annotations, groups and masks. Everything it writes is redacted, and
 * untrusted text cannot become a workflow command. Call {@link close} at the end.
 */
export class ActionsIo {
  readonly #options: ActionsIoOptions;
  readonly #annotations: Annotations;
  readonly #output: RunnerFile;
  readonly #summary: RunnerFile;
  #groupIsOpen = false;

  constructor(options: ActionsIoOptions) {
    this.#options = options;
    this.#annotations = new Annotations((line) => {
      this.#writeLine(line);
    });
    this.#output = new RunnerFile(options.env, options.files, 'GITHUB_OUTPUT');
    this.#summary = new RunnerFile(options.env, options.files, 'GITHUB_STEP_SUMMARY');
  }

  /** Reads an input of the action without surrounding white space; empty when it is not given. */
  input(name: string): string {
    return (this.#options.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
  }

  /**
   * Reads a boolean input of YAML's core schema (`true`, `True`, `TRUE` or the same with false); `undefined` when it is not given.
   *
   * Errors: `ACTIONS_INPUT_INVALID` for any other value.
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
   * Sets an output of the step; a second call with the same name replaces the value. Do not mask the value of an output: the runner
   * drops outputs that contain a masked value.
   *
   * Errors: `ACTIONS_FILE_MISSING`, `ACTIONS_OUTPUT_INVALID`.
   */
  async setOutput(name: string, value: string | number | boolean): Promise<void> {
    const entry = outputEntry(name, this.#options.redactor.text(String(value)), this.#options.random);
    await this.#output.append(() => ({ text: entry }));
  }

  /**
   * Appends Markdown to the summary of the step. GitHub drops a summary beyond 1 MiB, so it is cut at a line, with a warning.
   *
   * Errors: `ACTIONS_FILE_MISSING`.
   */
  async summary(markdown: string): Promise<void> {
    const clean = this.#options.redactor.text(markdown);
    const addition = clean.endsWith('\n') ? clean : `${clean}\n`;
    const { cut } = await this.#summary.append((soFar) => fitSummary(soFar, addition));
    if (cut) this.warning('The summary is longer than 1 MiB and was cut.');
  }

  /** Shows a warning. At most ten annotations of a level are shown, see {@link close}. */
  warning(message: string, place?: AnnotationPlace): void {
    this.#annotate('warning', message, place);
  }

  /** Shows an error. It does not fail the step: the exit code does. */
  error(message: string, place?: AnnotationPlace): void {
    this.#annotate('error', message, place);
  }

  /** Writes lines to the log. The text may be untrusted: it cannot become a workflow command. */
  info(text: string): void {
    // Defused before and after redaction: removing characters can assemble a secret, and redacting can assemble a command.
    this.#writeLine(untrustedText(this.#options.redactor.text(untrustedText(text))));
  }

  /** Starts a group of log lines that can be folded. The runner does not support nested groups, so an open group is ended first. */
  group(title: string): void {
    this.endGroup();
    this.#groupIsOpen = true;
    this.#writeLine(workflowCommand('group', this.#options.redactor.text(title)));
  }

  /** Ends the open group, if there is one. */
  endGroup(): void {
    if (!this.#groupIsOpen) return;
    this.#groupIsOpen = false;
    this.#writeLine(workflowCommand('endgroup'));
  }

  /**
   * Hides a secret from now on, here and in the whole job: as it is, line by line, and in the encodings in which tokens are sent. Values
   * shorter than four characters are ignored: hiding them would hide half the log. Outside of GitHub Actions nothing is printed,
   * because no runner would remove the line that contains the secret.
   */
  mask(secret: string): void {
    this.#options.redactor.add(secret);
    if (!isGitHubActions(this.#options.env)) return;
    for (const encoded of encodingsOf(secret))
      this.#options.write(`${workflowCommand('add-mask', encoded)}\n`);
  }

  /** Ends the open group and shows the annotations beyond the ninth of each level as one annotation. Call it last. */
  close(): void {
    this.endGroup();
    this.#annotations.close();
  }

  #annotate(level: AnnotationLevel, message: string, place: AnnotationPlace = {}): void {
    const { redactor } = this.#options;
    this.#annotations.add(level, redactor.text(message), redactor.value(place));
  }

  #writeLine(line: string): void {
    this.#options.write(`${line}\n`);
  }
}

function encodingsOf(secret: string): Set<string> {
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
