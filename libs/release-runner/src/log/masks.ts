/** Values that must not be seen in a log. */
export class Masks {
  readonly #values = new Set<string>();

  /** Hides the value, and each of its lines, from now on. Empty values hide nothing. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim() !== '') this.#values.add(part);
  }

  /** The text with every hidden value as `***`; longer values first, so that no part of one remains. */
  hide(text: string): string {
    const values = [...this.#values].sort((a, b) => b.length - a.length);
    return values.reduce((shown, value) => shown.replaceAll(value, '***'), text);
  }

  /** Whether the text holds a hidden value. */
  hides(text: string): boolean {
    return [...this.#values].some((value) => text.includes(value));
  }
}
