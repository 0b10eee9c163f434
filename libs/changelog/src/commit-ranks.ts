/** A key is twice eight signs, 64 bits: of 37 million histories of a million commits each, one has two commits with the same key. */
const HALF = 8;
/** Two halves of a key and the state. */
const WIDTH = 3;
const STATE = 2;
const NEW = 0;

/**
 * The rank of every commit of a history: that it was seen with, or that it is expected with because a child has come. Takes 16 to 32 bytes a
 * commit, where a `Map` of ids takes some hundred. Ids are hexadecimal, 16 signs or more, and as evenly spread as git's.
 */
export class CommitRanks {
  /** The state is above 0 for what is expected and below 0 for what was seen, one further from 0 than the rank. */
  #table = new Int32Array(WIDTH * 0x1000);
  #mask = 0xfff;
  #count = 0;
  /** The key that was asked for last, and its place: in a straight history the parent that is expected is the next to come. */
  #high = 0;
  #low = 0;
  #place = 0;

  /** `undefined` for a commit that is not expected, or not any more. */
  expected(sha: string): number | undefined {
    const state = this.#stateOf(sha);
    return state > 0 ? state - 1 : undefined;
  }

  /** `undefined` for a commit that was not seen. */
  seen(sha: string): number | undefined {
    const state = this.#stateOf(sha);
    return state < 0 ? -state - 1 : undefined;
  }

  expect(sha: string, rank: number): void {
    this.#set(sha, rank + 1);
  }

  see(sha: string, rank: number): void {
    this.#set(sha, -rank - 1);
  }

  #stateOf(sha: string): number {
    const high = hexAt(sha, 0);
    const low = hexAt(sha, HALF);
    if (high !== this.#high || low !== this.#low) {
      this.#high = high;
      this.#low = low;
      this.#place = this.#find(high, low);
    }
    return this.#table[this.#place + STATE] ?? NEW;
  }

  #set(sha: string, state: number): void {
    const isNew = this.#stateOf(sha) === NEW;
    this.#fill(this.#place, this.#high, this.#low, state);
    if (isNew) this.#count += 1;
    if (this.#count * 4 >= this.#mask * 3) this.#grow();
  }

  /** Where a key is, or where it would go. */
  #find(high: number, low: number): number {
    const table = this.#table;
    let at = (low & this.#mask) * WIDTH;
    while (table[at + STATE] !== NEW && (table[at] !== high || table[at + 1] !== low)) {
      at += WIDTH;
      if (at === table.length) at = 0;
    }
    return at;
  }

  #fill(place: number, high: number, low: number, state: number): void {
    this.#table[place] = high;
    this.#table[place + 1] = low;
    this.#table[place + STATE] = state;
  }

  #grow(): void {
    const before = this.#table;
    this.#mask = this.#mask * 2 + 1;
    this.#table = new Int32Array(before.length * 2);
    for (let at = 0; at < before.length; at += WIDTH) {
      const state = before[at + STATE] ?? NEW;
      if (state === NEW) continue;
      const [high, low] = [before[at] ?? 0, before[at + 1] ?? 0];
      this.#fill(this.#find(high, low), high, low, state);
    }
    this.#place = this.#find(this.#high, this.#low);
  }
}

/** Eight hexadecimal signs as a number. */
function hexAt(sha: string, from: number): number {
  return (
    (digit(sha, from) << 28) |
    (digit(sha, from + 1) << 24) |
    (digit(sha, from + 2) << 20) |
    (digit(sha, from + 3) << 16) |
    (digit(sha, from + 4) << 12) |
    (digit(sha, from + 5) << 8) |
    (digit(sha, from + 6) << 4) |
    digit(sha, from + 7)
  );
}

/** 0 to 9 end in their value, a to f in 1 to 6 with a bit above. */
function digit(sha: string, at: number): number {
  const code = sha.charCodeAt(at);
  return (code & 15) + (code >> 6) * 9;
}
