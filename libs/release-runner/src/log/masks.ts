/** Values that are hidden in logs. */
export class Masks {
  readonly #values = new Set<string>();

  /** Hides a value and each of its lines from now on. Empty values are ignored. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim() !== '') this.#values.add(part);
  }

  /** Replaces every hidden value by `***`, longer values first, so that no part of one remains. */
  hide(text: string): string {
    const values = [...this.#values].sort((a, b) => b.length - a.length);
    return values.reduce((shown, value) => shown.replaceAll(value, '***'), text);
  }

  /** Whether a text contains a hidden value. */
  hides(text: string): boolean {
    return [...this.#values].some((value) => text.includes(value));
  }
}
