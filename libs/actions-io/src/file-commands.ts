import { Buffer } from 'node:buffer';
import type { FileStore, Random } from '@heroku-release/release-kit';
import type { Env } from './actions-context.ts';
import { ActionsError } from './errors.ts';

/** The largest summary of a step; GitHub drops a larger one whole. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/**
 * `name<<DELIMITER`, the value, `DELIMITER`: the form in which a value may hold line breaks.
 *
 * Errors: `ACTIONS_OUTPUT_INVALID` for a name that is no word, or a value that holds the delimiter.
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
    throw new ActionsError('ACTIONS_OUTPUT_INVALID', `the value of output ${name} holds its own delimiter`);
  }
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

/** A file of the runner's that is only ever appended to, one writer at a time. */
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

  /** Appends the `text` that `next` makes of the text so far. Errors: `ACTIONS_FILE_MISSING`, and those of the file store. */
  async append<Entry extends { readonly text: string }>(next: (soFar: string) => Entry): Promise<Entry> {
    const turn = this.#last.then(() => this.#append(next));
    this.#last = turn.catch(() => undefined);
    return await turn;
  }

  async #append<Entry extends { readonly text: string }>(next: (soFar: string) => Entry): Promise<Entry> {
    const path = this.#env[this.#variable] ?? '';
    if (path === '' || !(await this.#files.exists(path))) {
      const what = path === '' ? 'is not set' : 'names no file';
      throw new ActionsError('ACTIONS_FILE_MISSING', `${this.#variable} ${what}`, {
        hint: 'The runner makes this file for every step; it must reach the program.',
      });
    }
    const soFar = await this.#files.readText(path);
    const entry = next(soFar);
    await this.#files.write(path, soFar + entry.text);
    return entry;
  }
}

/** As much of `addition` as the summary still takes, cut at a line, with a word about the rest; the whole when it fits. */
export function fitSummary(
  soFar: string,
  addition: string,
): { readonly text: string; readonly cut: boolean } {
  const room = SUMMARY_LIMIT_BYTES - Buffer.byteLength(soFar);
  if (Buffer.byteLength(addition) <= room) return { text: addition, cut: false };
  const note = '\n\n> The summary is longer than GitHub shows; the rest is in the log.\n';
  const spare = room - Buffer.byteLength(note);
  if (spare < 0) return { text: '', cut: true };
  const head = new TextDecoder().decode(Buffer.from(addition).subarray(0, spare)).replace(/\uFFFD+$/, '');
  return { text: `${head.slice(0, head.lastIndexOf('\n') + 1)}${note}`, cut: true };
}
