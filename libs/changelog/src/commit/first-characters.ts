const LOWER_CASE = 0x20;

/**
 * A quick check by the first character whether a text can match a pattern anchored at its start. In a long history it rules out most
 * subjects, and running a regular expression takes ten times as long. Ignores case; any character beyond ASCII may match.
 */
export class FirstCharacters {
  readonly #known: Uint8Array;

  /** @param characters those that the pattern can start with, in ASCII */
  constructor(characters: string) {
    this.#known = new Uint8Array(0x80);
    for (const character of characters) this.#known[character.charCodeAt(0) | LOWER_CASE] = 1;
  }

  /** Whether a text starts with one of them. */
  match(text: string): boolean {
    const code = text.charCodeAt(0) | LOWER_CASE;
    return code >= 0x80 || this.#known[code] === 1;
  }
}
