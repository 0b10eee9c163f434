const MARK = '[redacted]';

/** Shapes that are secrets wherever they turn up, known to the redactor or not. */
const SHAPES: readonly RegExp[] = [
  /pypi-[A-Za-z0-9_-]{16,}/g,
  /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /gh[pousr]_[A-Za-z0-9]{16,}/g,
  /github_pat_[A-Za-z0-9_]{16,}/g,
  /(?<=\bauthorization:\s*(?:bearer|basic|token)\s+)\S+/gi,
  /(?<=[?&](?:sig|signature|token|se|sp|sv|x-amz-[a-z-]+)=)[^&\s"']+/gi,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/gi,
];

/**
 * Removes secrets from text and values before anything is shown, thrown or written. Each secret is known in its raw,
 * URL-encoded and base64 forms, and as the password of an index upload.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Registers a secret. Values shorter than four characters are left out: hiding them would hide half the text. */
  add(secret: string | undefined): void {
    if (secret === undefined) return;
    for (const line of [secret, ...secret.split(/\r?\n/)]) {
      const value = line.trim();
      if (value.length < 4) continue;
      this.#secrets.add(value);
      this.#secrets.add(encodeURIComponent(value));
      this.#secrets.add(Buffer.from(value).toString('base64'));
      this.#secrets.add(Buffer.from(`__token__:${value}`).toString('base64'));
    }
  }

  /** The text with every known secret and everything shaped like one replaced by `[redacted]`. */
  text(text: string): string {
    let out = text;
    for (const secret of [...this.#secrets].sort((a, b) => b.length - a.length)) {
      out = out.replaceAll(secret, MARK);
    }
    for (const shape of SHAPES) out = out.replace(shape, MARK);
    return out;
  }

  /** A copy of a JSON-like value in which every string is redacted. */
  value<T>(value: T): T {
    return this.#walk(value) as T;
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#walk(item));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#walk(item)]));
    }
    return value;
  }
}
