/**
 * BLAKE2b with 32 bytes of output (RFC 7693), which node:crypto does not offer. The index names its files by it and checks the form field
 * `blake2_256_digest`. 64-bit words are pairs of 32-bit halves, low half first.
 */
const IV = new Uint32Array([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1,
  0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);

const SIGMA = Uint8Array.from(
  [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
  ].flat(),
);

/** Which four words each step mixes, as offsets into the halves. */
const MIXES = Uint8Array.from(
  [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
  ]
    .flat()
    .map((word) => word * 2),
);

const at = (words: Uint32Array | Uint8Array, index: number): number => words[index] ?? 0;

/** Adds a word to `v[a]`. */
function add(v: Uint32Array, a: number, low: number, high: number): void {
  const sum = at(v, a) + low;
  v[a] = sum;
  v[a + 1] = at(v, a + 1) + high + (sum > 0xffffffff ? 1 : 0);
}

/** `v[a] = (v[a] ^ v[b]) >>> bits` over 64 bits; `bits` is 16, 24, 32 or 63. */
function mixRight(v: Uint32Array, a: number, b: number, bits: number): void {
  const low = at(v, a) ^ at(v, b);
  const high = at(v, a + 1) ^ at(v, b + 1);
  if (bits === 32) {
    v[a] = high;
    v[a + 1] = low;
  } else if (bits === 63) {
    v[a] = (low << 1) | (high >>> 31);
    v[a + 1] = (high << 1) | (low >>> 31);
  } else {
    v[a] = (low >>> bits) | (high << (32 - bits));
    v[a + 1] = (high >>> bits) | (low << (32 - bits));
  }
}

/** The digest in hexadecimal digits. */
export function blake2b256(bytes: Uint8Array): string {
  const state = Uint32Array.from(IV);
  state[0] = at(state, 0) ^ 0x01010000 ^ 32;
  const v = new Uint32Array(32);
  const message = new Uint32Array(32);
  const block = new Uint8Array(128);
  const view = new DataView(block.buffer);
  for (let offset = 0; offset === 0 || offset < bytes.length; offset += 128) {
    const end = Math.min(offset + 128, bytes.length);
    block.fill(0);
    block.set(bytes.subarray(offset, end));
    for (let index = 0; index < 32; index += 1) message[index] = view.getUint32(index * 4, true);
    v.set(state);
    v.set(IV, 16);
    v[24] = at(v, 24) ^ end;
    v[25] = at(v, 25) ^ Math.floor(end / 2 ** 32);
    if (end === bytes.length) {
      v[28] = ~at(v, 28);
      v[29] = ~at(v, 29);
    }
    for (let round = 0; round < 12; round += 1) {
      for (let mix = 0; mix < 8; mix += 1) {
        const a = at(MIXES, mix * 4);
        const b = at(MIXES, mix * 4 + 1);
        const c = at(MIXES, mix * 4 + 2);
        const d = at(MIXES, mix * 4 + 3);
        const x = at(SIGMA, (round % 10) * 16 + mix * 2) * 2;
        const y = at(SIGMA, (round % 10) * 16 + mix * 2 + 1) * 2;
        add(v, a, at(v, b), at(v, b + 1));
        add(v, a, at(message, x), at(message, x + 1));
        mixRight(v, d, a, 32);
        add(v, c, at(v, d), at(v, d + 1));
        mixRight(v, b, c, 24);
        add(v, a, at(v, b), at(v, b + 1));
        add(v, a, at(message, y), at(message, y + 1));
        mixRight(v, d, a, 16);
        add(v, c, at(v, d), at(v, d + 1));
        mixRight(v, b, c, 63);
      }
    }
    for (let index = 0; index < 16; index += 1) {
      state[index] = at(state, index) ^ at(v, index) ^ at(v, index + 16);
    }
  }
  return Buffer.from(state.buffer, 0, 32).toString('hex');
}
