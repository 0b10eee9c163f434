import type { TextSpan } from './text-place.ts';

/** The result of {@link scanToml}. */
export interface TomlPlace {
  /** Offset of the key (its last part) at the first mention of the path. */
  readonly key: number;
  /** The value with its quotes or brackets; absent for a table that is defined by headers or dotted keys. */
  readonly value?: TextSpan;
}

/** Counts the steps of a scan, so that a test can show that they grow linearly with the text. */
export interface ScanWork {
  steps: number;
}

/** A syntax error in a TOML document at `offset`. */
export class TomlScanError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Finds one key in a valid TOML document, in one pass over the text and without building the document. A segment of the path is a key, or the
 * index of an element of an array. It handles quoted and dotted keys, inline tables, arrays of tables, and strings whose text looks like TOML.
 * It accepts TOML 1.0 and throws for the syntax that 1.1 adds; it relies on another parser for all other errors, such as duplicate keys and
 * invalid numbers.
 *
 * @throws {TomlScanError}
 */
export function scanToml(
  text: string,
  path: readonly string[],
  work: ScanWork = { steps: 0 },
): TomlPlace | undefined {
  return new Scanner(text, path, work).scan();
}

// The scanner reads one character at a time instead of matching a pattern over the whole text: a pattern that repeats an alternative keeps
// one stack entry per repetition, and a long comment or string would overflow that stack.

/** The number of matched segments of the path; OFF while the scanner is outside the path. */
type Depth = number;
const OFF = -1;
const MAX_NESTING = 1000;
const BARE_KEY = /^[A-Za-z0-9_-]$/;
const SCALAR = /^[-+.:0-9A-Za-z_ ]+$/;
// Only applied to one scalar, which ends with its line. An offset such as -07:00 follows a sign, a time does not.
const TIME_WITHOUT_SECONDS = /(?:^|[Tt ])[0-9]{2}:[0-9]{2}(?!:)/;

class Scanner {
  readonly #text: string;
  readonly #path: readonly string[];
  readonly #work: ScanWork;
  /**
   * The index of the current element, for each depth at which the path meets an array of tables. The path goes through one element of each
   * array, so arrays inside the other elements are never counted.
   */
  readonly #elements = new Map<Depth, number>();
  #at = 0;
  #nesting = 0;
  #found: TomlPlace | undefined;

  constructor(text: string, path: readonly string[], work: ScanWork) {
    this.#text = text;
    this.#path = path;
    this.#work = work;
  }

  scan(): TomlPlace | undefined {
    let table: Depth = 0;
    if (this.#text.startsWith('\uFEFF')) this.#step();
    this.#skipTrivia();
    while (this.#at < this.#text.length) {
      if (this.#peek() === '[') table = this.#header();
      else this.#keyValue(table);
      this.#skipTrivia();
    }
    return this.#found;
  }

  #header(): Depth {
    this.#step();
    const isElement = this.#take('[');
    let depth: Depth = 0;
    let offset: number;
    do {
      this.#skipBlank();
      depth = this.#intoElement(depth);
      offset = this.#at;
      depth = this.#enter(depth, this.#key(), offset);
      this.#skipBlank();
    } while (this.#take('.'));
    this.#expect(']');
    if (!isElement) return this.#intoElement(depth);
    this.#expect(']');
    if (depth === OFF) return OFF;
    const index = (this.#elements.get(depth) ?? -1) + 1;
    this.#elements.set(depth, index);
    depth = this.#enter(depth, String(index), offset);
    return depth;
  }

  /** Enters the last element of an array of tables, which the following headers refer to. */
  #intoElement(depth: Depth): Depth {
    const index = this.#elements.get(depth);
    return index === undefined ? depth : this.#matches(depth, String(index)) ? depth + 1 : OFF;
  }

  #keyValue(table: Depth): void {
    let depth = table;
    do {
      this.#skipBlank();
      const offset = this.#at;
      depth = this.#enter(depth, this.#key(), offset);
      this.#skipBlank();
    } while (this.#take('.'));
    this.#expect('=');
    this.#skipBlank();
    this.#value(depth);
  }

  #enter(depth: Depth, name: string, offset: number): Depth {
    if (!this.#matches(depth, name)) return OFF;
    if (depth + 1 === this.#path.length) this.#found ??= { key: offset };
    return depth + 1;
  }

  #matches(depth: Depth, name: string): boolean {
    this.#work.steps += 1;
    return depth !== OFF && depth < this.#path.length && this.#path[depth] === name;
  }

  #key(): string {
    const start = this.#at;
    const quote = this.#peek();
    if (quote === '"' || quote === "'") {
      this.#string(quote);
      const inner = this.#text.slice(start + 1, this.#at - 1);
      return quote === "'" ? inner : unescape(inner);
    }
    while (BARE_KEY.test(this.#peek())) this.#step();
    if (this.#at === start) this.#fail('expected a key');
    return this.#text.slice(start, this.#at);
  }

  #value(depth: Depth): void {
    const start = this.#at;
    const first = this.#peek();
    if (first === '[') this.#array(depth);
    else if (first === '{') this.#inlineTable(depth);
    else if (first === '"' || first === "'") this.#anyString(first);
    else this.#scalar();
    if (depth === this.#path.length && this.#found !== undefined) {
      this.#found = { key: this.#found.key, value: { start, end: this.#at } };
    }
  }

  #array(depth: Depth): void {
    this.#nest();
    for (let index = 0; ; index += 1) {
      this.#skipTrivia();
      if (this.#take(']')) break;
      this.#value(depth === OFF ? OFF : this.#enter(depth, String(index), this.#at));
      this.#skipTrivia();
      if (!this.#take(',') && this.#peek() !== ']') this.#fail('expected a comma or the end of the array');
    }
    this.#nesting -= 1;
  }

  #inlineTable(depth: Depth): void {
    this.#nest();
    this.#skipBlank();
    if (!this.#take('}')) {
      do {
        this.#keyValue(depth);
        this.#skipBlank();
      } while (this.#take(','));
      if (!this.#take('}')) this.#fail('expected a comma or the end of the inline table on the same line');
    }
    this.#nesting -= 1;
  }

  #nest(): void {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) this.#fail('too deeply nested');
    this.#step();
  }

  #anyString(quote: '"' | "'"): void {
    if (this.#text.startsWith(quote.repeat(3), this.#at)) this.#multilineString(quote);
    else this.#string(quote);
  }

  #string(quote: '"' | "'"): void {
    this.#step();
    for (let char = this.#peek(); char !== quote; char = this.#peek()) {
      if (char === '' || char === '\n') this.#fail('the string does not end');
      if (char === '\\' && quote === '"') this.#escape();
      else this.#step();
    }
    this.#step();
  }

  /** A string in three quotes; one or two more quotes before the last three belong to it. */
  #multilineString(quote: '"' | "'"): void {
    this.#step(3);
    for (let run = 0; run < 3;) {
      const char = this.#peek();
      run = char === quote ? run + 1 : 0;
      if (char === '') this.#fail('the string does not end');
      if (char === '\\' && quote === '"') this.#escape();
      else this.#step();
    }
    for (let extra = 0; extra < 2 && this.#peek() === quote; extra += 1) this.#step();
  }

  #escape(): void {
    const char = this.#text[this.#at + 1] ?? '';
    if (char === 'e' || char === 'x')
      this.#fail(`\\${char} is TOML 1.1 syntax, which Python only reads since 3.15`);
    this.#step(2);
  }

  #scalar(): void {
    const start = this.#at;
    while (!',]}#\r\n'.includes(this.#peek() || '\n')) this.#step();
    while (' \t'.includes(this.#text[this.#at - 1] ?? '') && this.#at > start) this.#at -= 1;
    if (this.#at === start) this.#fail('expected a value');
    const scalar = this.#text.slice(start, this.#at);
    if (!SCALAR.test(scalar)) this.#fail('expected a value', start);
    if (TIME_WITHOUT_SECONDS.test(scalar)) {
      this.#fail('a time without seconds is TOML 1.1 syntax, which Python only reads since 3.15', start);
    }
  }

  #skipBlank(): void {
    for (let char = this.#peek(); char === ' ' || char === '\t'; char = this.#peek()) this.#step();
  }

  /** Skips white space, line breaks and comments. */
  #skipTrivia(): void {
    for (let char = this.#peek(); char !== '' && ' \t\r\n#'.includes(char); char = this.#peek()) {
      if (char === '#') while (this.#peek() !== '' && this.#peek() !== '\n') this.#step();
      else this.#step();
    }
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#step();
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) this.#fail(`expected ${char}`);
  }

  #step(count = 1): void {
    this.#work.steps += count;
    this.#at += count;
  }

  #fail(message: string, offset = this.#at): never {
    throw new TomlScanError(message, offset);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };

/** Decodes a quoted key. An invalid code point stays as written; the other parser refuses it. */
function unescape(inner: string): string {
  return inner.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g,
    (whole, short?: string, long?: string, char?: string) => {
      if (char !== undefined) return ESCAPES[char] ?? char;
      const point = Number.parseInt(short ?? long ?? '', 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
