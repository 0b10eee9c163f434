import { Buffer } from 'node:buffer';
import type { FileStore, Random } from '@heroku-release/release-kit';
import type { Env } from './actions-context.ts';
import { ActionsError } from './errors.ts';

/** Size limit for the summary of a step; GitHub drops a larger summary completely. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/**
 * Renders an output as `name<<DELIMITER`, the value and `DELIMITER`, so that the value may contain line breaks.
 *
 * Errors: `ACTIONS_OUTPUT_INVALID` for a name that is not a word, or a value that contains the delimiter.
 */
export function outputEntry(name: string, value: string, random: Random): string {
  if (!/^[A-Za-z_][\w-]*$/.test(name)) {
    throw new ActionsError(
      'ACTIONS_OUTPUT_INVALID',
      `${JSON.stringify(name)} cannot be the name of an output`,
    );
  }
  const delimiter = `ghadelimiter_${random.hex(16)}`;
  if (value.includes(delimiter)) {
    throw new ActionsError(
      'ACTIONS_OUTPUT_INVALID',
      `the value of output ${name} contains its own delimiter`,
    );
  }
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

/** A file of the runner that is appended to, one writer at a time. */
export class RunnerFile {
  readonly #env: Env;
  readonly #files: FileStore;
  readonly #variable: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY';
  #last: Promise<unknown> = Promise.resolve();

  constructor(env: Env, files: FileStore, variable: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY') {
    this.#env = env;
    this.#files = files;
    this.#variable = variable;
  }

  /** Appends the `text` that `next` makes from the current text. Errors: `ACTIONS_FILE_MISSING`, and those of the file store. */
  async append<Entry extends { readonly text: string }>(next: (current: string) => Entry): Promise<Entry> {
    const turn = this.#last.then(() => this.#append(next));
    this.#last = turn.catch(() => undefined);
    return await turn;
  }

  async #append<Entry extends { readonly text: string }>(next: (current: string) => Entry): Promise<Entry> {
    const path = this.#env[this.#variable] ?? '';
    if (path === '' || !(await this.#files.exists(path))) {
      const what = path === '' ? 'is not set' : 'does not point to a file';
      throw new ActionsError('ACTIONS_FILE_MISSING', `${this.#variable} ${what}`, {
        hint: 'The runner creates this file for every step; pass the variable on to the program.',
      });
    }
    const current = await this.#files.readText(path);
    const entry = next(current);
    await this.#files.write(path, current + entry.text);
    return entry;
  }
}

/** Returns the addition when it fits into the summary; otherwise its first lines that fit, with a note. */
export function fitSummary(
  current: string,
  addition: string,
): { readonly text: string; readonly cut: boolean } {
  const room = SUMMARY_LIMIT_BYTES - Buffer.byteLength(current);
  if (Buffer.byteLength(addition) <= room) return { text: addition, cut: false };
  const note = '\n\n> The summary is longer than GitHub shows; the rest is in the log.\n';
  const spare = room - Buffer.byteLength(note);
  if (spare < 0) return { text: '', cut: true };
  const head = new TextDecoder().decode(Buffer.from(addition).subarray(0, spare)).replace(/\uFFFD+$/, '');
  return { text: `${head.slice(0, head.lastIndexOf('\n') + 1)}${note}`, cut: true };
}
