const MARK = '[redacted]';

/** Patterns of secrets that are redacted even when nobody registered them. */
const PATTERNS: readonly RegExp[] = [
  /pypi-[A-Za-z0-9_-]{16,}/g,
  /eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /gh[pousr]_[A-Za-z0-9]{16,}/g,
  /github_pat_[A-Za-z0-9_]{16,}/g,
  /(?<=[?&](?:sig|signature|token|se|sp|sv|x-amz-[a-z-]+)=)[^&\s"']+/gi,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/gi,
];

/** A header with credentials. Not a lookbehind: that would scan a run of blanks again from each of its characters. */
const HEADER = /(\bauthorization:\s*(?:bearer|basic|token)\s+)\S+/gi;

/**
 * Removes secrets from text and values before they are shown, thrown or written. Each secret is recognised as it is,
 * URL-encoded, in base64, and as the password of an index upload.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Registers a secret. Values shorter than four characters are ignored: hiding them would hide half the text. */
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

  /** Replaces every registered secret, and everything that looks like one, by `[redacted]`. */
  text(text: string): string {
    let out = text;
    for (const secret of [...this.#secrets].sort((a, b) => b.length - a.length)) {
      out = out.replaceAll(secret, MARK);
    }
    for (const pattern of PATTERNS) out = out.replace(pattern, MARK);
    return out.replace(HEADER, `$1${MARK}`);
  }

  /** Copies a JSON-like value and redacts every string in it. */
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
