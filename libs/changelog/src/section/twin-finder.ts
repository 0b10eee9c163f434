import type { ParsedCommit } from '../commit/parse-commit.ts';

/** Listed commits by pull request and title; in some projects several changes refer to one issue in the same way. */
export class TwinFinder {
  readonly #first = new Map<number, ParsedCommit>();
  readonly #more = new Map<string, string>();

  /** The listed commit with the same number and title. */
  find(number: number, title: string): string | undefined {
    const first = this.#first.get(number);
    if (first === undefined) return undefined;
    const key = keyOf(title);
    return keyOf(first.title) === key ? first.sha : this.#more.get(`${number} ${key}`);
  }

  /** Adds a listed commit without a twin. */
  add(number: number, commit: ParsedCommit): void {
    if (this.#first.has(number)) this.#more.set(`${number} ${keyOf(commit.title)}`, commit.sha);
    else this.#first.set(number, commit);
  }
}

/** A title without the mark of a breaking change, which only one of two twins may have. */
function keyOf(title: string): string {
  return title.replace('!:', ':');
}
