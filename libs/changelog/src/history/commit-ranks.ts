/** A key is twice eight signs, 64 bits: of 37 million histories of a million commits each, one has two commits with the same key. */
const HALF = 8;

/** What is known of a commit, in the two lowest bits of its state. */
const KIND = 3;
const EXPECTED = 1;
const SEEN = 2;
const MARK = 4;
/** Above these bits stands the rank. */
const RANK = 3;

const FIRST_SIZE = 0x1_0000;
const WIDTH = 4;
const LOW = 1;
const STATE = 2;

/**
 * The rank of every commit of a history: that it was seen with, or that it is expected with because a child has come. Takes 20 to 40 bytes a
 * commit, where a `Map` of ids takes some hundred. Ids are hexadecimal, 16 signs or more, and as evenly spread as git's.
 *
 * A question is two calls, since most commits are asked about more than once: {@link place}, and what is asked of that place.
 */
export class CommitRanks {
  #count = 0;
  /** A byte of each key, 0 for a free place: of all the memory only this is searched. */
  #bytes = new Uint8Array(FIRST_SIZE);
  #mask = FIRST_SIZE - 1;
  /** For each place the two halves of the key and the state, within one line of the processor's cache. */
  #table = new Int32Array(WIDTH * FIRST_SIZE);

  /** The place of a commit, a new one where it has none. Good until the next call. */
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

  /** `undefined` for a commit that is not expected, or not any more. */
  expected(place: number): number | undefined {
    return this.#rank(place, EXPECTED);
  }

  /** `undefined` for a commit that was not seen. */
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

  /** For good. */
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

  /** Where a key is, or where it would go. */
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

/** Not 0, which stands for a free place. */
function byteOf(high: number): number {
  return high & 0xff || 1;
}

/** Eight hexadecimal signs as a number: 0 to 9 end in their value, a to f in 1 to 6 with a bit above. */
function hexAt(sha: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + HALF; at += 1) {
    const code = sha.charCodeAt(at);
    value = (value << 4) | ((code & 15) + (code >> 6) * 9);
  }
  return value;
}
