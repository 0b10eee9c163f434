/** A part of a regular expression. */
export type PatternNode =
  | { readonly kind: 'character'; readonly accepts: (char: string) => boolean }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly number: number; readonly inner: PatternNode }
  | {
      readonly kind: 'reference';
      /** The number of the group, known once the whole pattern is parsed. */
      readonly group: () => number;
      readonly same: (text: string, group: string) => boolean;
    }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'look'; readonly negative: boolean; readonly back: number; readonly inner: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly inner: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      /** The groups inside, from the first to before the last. */
      readonly groups: readonly [number, number];
    };

/** Thrown for a feature that is not supported. */
export class PatternSyntaxError extends Error {
  override readonly name = 'PatternSyntaxError';
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/y;
const CLASS = /\[(?:[^\\\]]|\\[^])*\]/y;
const ESCAPE = /\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|c[A-Za-z]|0(?!\d)|[^\dkbBpPxuc])/y;
const REFERENCE = /\\(?:([1-9]\d?)|k<(\w+)>)/y;
const OPENING = /\((?:\?(?:(:)|(<?)([=!])|<([A-Za-z_]\w*)>))?/y;
const NESTING = 100;

/** Parses a source that `RegExp` accepts. Characters and classes are matched by `RegExp` itself, one character at a time. */
export class PatternParser {
  readonly names = new Map<string, number>();
  groupCount = 0;
  readonly #source: string;
  readonly #flags: string;
  readonly #references: (() => number)[] = [];
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags.replaceAll('d', '').replaceAll('m', '');
  }

  /** Errors: {@link PatternSyntaxError}. */
  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#source.length) this.#unsupported();
    for (const group of this.#references) group();
    return node;
  }

  #choice(): PatternNode {
    this.#depth += 1;
    if (this.#depth > NESTING) this.#unsupported();
    const items = [this.#sequence()];
    while (this.#take('|')) items.push(this.#sequence());
    this.#depth -= 1;
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: 'choice', items };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      const before = this.groupCount;
      const item = this.#item();
      const [whole, least, comma, most, lazy] = this.#match(QUANTIFIER) ?? [];
      if (whole === undefined) items.push(item);
      else {
        const min = least === undefined ? Number(whole.startsWith('+')) : Number(least);
        const unbounded = least === undefined ? !whole.startsWith('?') : comma !== undefined && most === '';
        const max = unbounded
          ? Infinity
          : least === undefined
            ? 1
            : Number(comma === undefined ? least : most);
        const groups = [before + 1, this.groupCount + 1] as const;
        items.push({ kind: 'repeat', inner: item, min, max, lazy: lazy === '?', groups });
      }
    }
    return { kind: 'sequence', items };
  }

  #item(): PatternNode {
    const opening = this.#match(OPENING);
    if (opening !== undefined) return this.#parenthesis(opening);
    if (this.#take('^')) return { kind: 'place', holds: (text, at) => at === 0 || isEnd(text[at - 1]) };
    if (this.#take('$')) return { kind: 'place', holds: (text, at) => at === text.length || isEnd(text[at]) };
    for (const [token, expected] of [
      ['\\b', true],
      ['\\B', false],
    ] as const) {
      if (this.#take(token)) {
        return {
          kind: 'place',
          holds: (text, at) => (isWord(text[at - 1]) !== isWord(text[at])) === expected,
        };
      }
    }
    const reference = this.#match(REFERENCE);
    if (reference !== undefined) return this.#reference(reference[1], reference[2]);
    const [token = ''] = this.#match(CLASS) ?? this.#match(ESCAPE) ?? [];
    if (token !== '') return this.#character(token);
    const [char = ''] = this.#source.slice(this.#at, this.#at + 1);
    if (char === '\\' || char === '') this.#unsupported();
    this.#at += 1;
    return this.#character(char === '.' ? char : char.replace(/[[\]{}/]/, '\\$&'));
  }

  #parenthesis([, plain, back, look, name]: RegExpExecArray): PatternNode {
    if (this.#source[this.#at] === '?') this.#unsupported();
    const isGroup = plain === undefined && look === undefined;
    if (isGroup) this.groupCount += 1;
    const number = this.groupCount;
    if (name !== undefined && this.names.has(name)) this.#unsupported();
    if (name !== undefined) this.names.set(name, number);
    const inner = this.#choice();
    if (!this.#take(')')) this.#unsupported();
    if (isGroup) return { kind: 'group', number, inner };
    if (look === undefined) return inner;
    const width = back === '<' ? widthOf(inner) : 0;
    if (width === undefined) this.#unsupported();
    return { kind: 'look', negative: look === '!', back: width, inner };
  }

  #reference(digits: string | undefined, name: string | undefined): PatternNode {
    const total = () => this.groupCount;
    const group = () => {
      const number = digits === undefined ? this.names.get(name ?? '') : Number(digits);
      if (number === undefined || number > total()) this.#unsupported();
      return number;
    };
    this.#references.push(group);
    const same = this.#flags.includes('i')
      ? (text: string, sought: string) => text.toLowerCase() === sought.toLowerCase()
      : (text: string, sought: string) => text === sought;
    return { kind: 'reference', group, same };
  }

  #character(token: string): PatternNode {
    const pattern = new RegExp(`^(?:${token})$`, this.#flags);
    const known = new Map<string, boolean>();
    const accepts = (char: string) => {
      const answer = known.get(char) ?? pattern.test(char);
      known.set(char, answer);
      return answer;
    };
    return { kind: 'character', accepts };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }

  #take(token: string): boolean {
    if (!this.#source.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #unsupported(): never {
    throw new PatternSyntaxError(`not supported at character ${this.#at + 1}`);
  }
}

/** The number of characters that a node matches, if it is always the same: Python allows nothing else behind. */
function widthOf(node: PatternNode): number | undefined {
  switch (node.kind) {
    case 'character':
      return 1;
    case 'place':
    case 'look':
      return 0;
    case 'group':
      return widthOf(node.inner);
    case 'reference':
      return undefined;
    case 'repeat': {
      const width = widthOf(node.inner);
      return width === undefined || node.min !== node.max ? undefined : width * node.min;
    }
    case 'sequence':
      return node.items.reduce<number | undefined>((sum, item) => {
        const width = widthOf(item);
        return sum === undefined || width === undefined ? undefined : sum + width;
      }, 0);
    case 'choice': {
      const widths = new Set(node.items.map(widthOf));
      return widths.size === 1 ? [...widths][0] : undefined;
    }
  }
}

const isEnd = (char: string | undefined) => char !== undefined && /[\n\r\u2028\u2029]/.test(char);
const isWord = (char: string | undefined) => char !== undefined && /\w/.test(char);
