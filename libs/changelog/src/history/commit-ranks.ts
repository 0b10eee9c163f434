/** A key is two halves of eight digits, 64 bits: about one in 37 million histories of a million commits has a collision. */
const HALF = 8;

/** Whether a commit is expected or seen, in the two lowest bits of its state. */
const KIND = 3;
const EXPECTED = 1;
const SEEN = 2;
const MARK = 4;
/** The rank is stored above these bits. */
const RANK = 3;

const FIRST_SIZE = 0x1_0000;
const WIDTH = 4;
const LOW = 1;
const STATE = 2;

/**
 * The rank of every commit of a history: the one it was seen with, or the one expected because a child was seen. Takes 20 to 40 bytes per
 * commit, where a `Map` of ids takes over a hundred. Ids must be hexadecimal, at least 16 digits, and as evenly distributed as git's.
 *
 * Each access takes two calls, since most commits are accessed more than once: {@link place}, then a method that takes the place.
 */
export class CommitRanks {
  #count = 0;
  /** A byte of each key, 0 for a free place: only these bytes are searched. */
  #bytes = new Uint8Array(FIRST_SIZE);
  #mask = FIRST_SIZE - 1;
  /** For each place the two halves of the key and the state, within one cache line of the processor. */
  #table = new Int32Array(WIDTH * FIRST_SIZE);

  /** Finds the place of a commit, or adds one. Valid until the next call. */
  place(sha: string): number {
    if (this.#count * 8 >= this.#mask * 7) this.#grow();
    const high = hexAt(sha, 0);
    const low = hexAt(sha, HALF);
    const at = this.#find(high, low);
    if (this.#bytes[at] !== 0) return at;
    this.#count += 1;
    this.#fill(at, high, low, 0);
    return at;
  }

  /** The expected rank; `undefined` for a commit that is not, or no longer, expected. */
  expected(place: number): number | undefined {
    return this.#rank(place, EXPECTED);
  }

  /** The rank of a seen commit; `undefined` for any other. */
  seen(place: number): number | undefined {
    return this.#rank(place, SEEN);
  }

  /** Whether the commit was marked. */
  isMarked(place: number): boolean {
    return ((this.#table[WIDTH * place + STATE] ?? 0) & MARK) !== 0;
  }

  expect(place: number, rank: number): void {
    this.#set(place, EXPECTED, rank);
  }

  see(place: number, rank: number): void {
    this.#set(place, SEEN, rank);
  }

  /** Marks a commit; marks are never removed. */
  mark(place: number): void {
    this.#table[WIDTH * place + STATE] = (this.#table[WIDTH * place + STATE] ?? 0) | MARK;
  }

  #rank(place: number, kind: number): number | undefined {
    const state = this.#table[WIDTH * place + STATE] ?? 0;
    return (state & KIND) === kind ? state >>> RANK : undefined;
  }

  #set(place: number, kind: number, rank: number): void {
    this.#table[WIDTH * place + STATE] =
      ((this.#table[WIDTH * place + STATE] ?? 0) & MARK) | kind | (rank << RANK);
  }

  /** Finds the place of a key, or the free place for it. */
  #find(high: number, low: number): number {
    const own = byteOf(high);
    let at = low & this.#mask;
    for (let byte = this.#bytes[at]; byte !== 0; byte = this.#bytes[at]) {
      if (byte === own && this.#isAt(at, high, low)) return at;
      at = (at + 1) & this.#mask;
    }
    return at;
  }

  #isAt(place: number, high: number, low: number): boolean {
    return this.#table[WIDTH * place] === high && this.#table[WIDTH * place + LOW] === low;
  }

  #fill(place: number, high: number, low: number, state: number): void {
    this.#bytes[place] = byteOf(high);
    this.#table[WIDTH * place] = high;
    this.#table[WIDTH * place + LOW] = low;
    this.#table[WIDTH * place + STATE] = state;
  }

  #grow(): void {
    const [bytes, table] = [this.#bytes, this.#table];
    const size = 2 * bytes.length;
    this.#mask = size - 1;
    this.#bytes = new Uint8Array(size);
    this.#table = new Int32Array(WIDTH * size);
    for (let from = 0; from < bytes.length; from += 1) {
      if (bytes[from] === 0) continue;
      const high = table[WIDTH * from] ?? 0;
      const low = table[WIDTH * from + LOW] ?? 0;
      this.#fill(this.#find(high, low), high, low, table[WIDTH * from + STATE] ?? 0);
    }
  }
}

/** The byte of a key; never 0, which marks a free place. */
function byteOf(high: number): number {
  return high & 0xff || 1;
}

/** Parses eight hexadecimal digits. The low four bits of 0 to 9 are their value, those of a to f are 1 to 6, with a higher bit set. */
function hexAt(sha: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + HALF; at += 1) {
    const code = sha.charCodeAt(at);
    value = (value << 4) | ((code & 15) + (code >> 6) * 9);
  }
  return value;
}
