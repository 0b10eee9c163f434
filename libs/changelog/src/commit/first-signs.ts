const LOWER_CASE = 0x20;

/**
 * Tells by its first sign whether a text can match a pattern that is bound to its beginning. In a long history most subjects need no
 * more, and starting a pattern takes ten times as long. Cases of letters are not told apart; any sign beyond ASCII can match.
 */
export class FirstSigns {
  readonly #known: Uint8Array;

  /** @param signs those that the pattern can begin with, in ASCII */
  constructor(signs: string) {
    this.#known = new Uint8Array(0x80);
    for (const sign of signs) this.#known[sign.charCodeAt(0) | LOWER_CASE] = 1;
  }

  /** Whether a text begins with one of them. */
  begin(text: string): boolean {
    const code = text.charCodeAt(0) | LOWER_CASE;
    return code >= 0x80 || this.#known[code] === 1;
  }
}
