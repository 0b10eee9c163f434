import type { ParsedCommit } from '../commit/parse-commit.ts';

/** Listed commits by pull request and title; in some projects several changes refer to one issue in the same way. */
export class TwinFinder {
  readonly #first = new Map<number, ParsedCommit>();
  readonly #more = new Map<string, string>();

  /** The listed commit with the same number and title. */
  find(number: number, title: string): string | undefined {
    const first = this.#first.get(number);
    if (first === undefined) return undefined;
    return first.title === title ? first.sha : this.#more.get(`${number} ${title}`);
  }

  /** Adds a listed commit without a twin. */
  add(number: number, commit: ParsedCommit): void {
    if (this.#first.has(number)) this.#more.set(`${number} ${commit.title}`, commit.sha);
    else this.#first.set(number, commit);
  }
}
