/**
 * BLAKE2b with 32 bytes of output (RFC 7693), which node:crypto does not offer. The index checks the form field `blake2_256_digest` with it. 64-bit words are pairs of 32-bit halves, low half first.
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

/** The four words that each step mixes, as offsets into the halves. */
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

/** The carry of a sum of unsigned 32-bit halves. */
const carry = (sum: number): number => (sum > 0xffffffff ? (sum > 0x1ffffffff ? 2 : 1) : 0);

/** Mixes two words of the message into four words of the state. All halves live in locals: this runs 96 times per 128 bytes. */
function mix(v: Uint32Array, m: Uint32Array, step: number, x: number, y: number): void {
  const a = at(MIXES, step);
  const b = at(MIXES, step + 1);
  const c = at(MIXES, step + 2);
  const d = at(MIXES, step + 3);
  let bl = at(v, b);
  let bh = at(v, b + 1);
  let dl = at(v, d);
  let dh = at(v, d + 1);
  let sum = at(v, a) + bl + at(m, x);
  let al = sum >>> 0;
  let ah = (at(v, a + 1) + bh + at(m, x + 1) + carry(sum)) >>> 0;
  // d = (d ^ a) >>> 32
  let low = (dh ^ ah) >>> 0;
  dh = (dl ^ al) >>> 0;
  dl = low;
  sum = at(v, c) + dl;
  let cl = sum >>> 0;
  let ch = (at(v, c + 1) + dh + carry(sum)) >>> 0;
  // b = (b ^ c) >>> 24
  low = bl ^ cl;
  let high = bh ^ ch;
  bl = ((low >>> 24) | (high << 8)) >>> 0;
  bh = ((high >>> 24) | (low << 8)) >>> 0;
  sum = al + bl + at(m, y);
  al = sum >>> 0;
  ah = (ah + bh + at(m, y + 1) + carry(sum)) >>> 0;
  // d = (d ^ a) >>> 16
  low = dl ^ al;
  high = dh ^ ah;
  dl = ((low >>> 16) | (high << 16)) >>> 0;
  dh = ((high >>> 16) | (low << 16)) >>> 0;
  sum = cl + dl;
  cl = sum >>> 0;
  ch = (ch + dh + carry(sum)) >>> 0;
  // b = (b ^ c) >>> 63
  low = bl ^ cl;
  high = bh ^ ch;
  v[a] = al;
  v[a + 1] = ah;
  v[b] = (low << 1) | (high >>> 31);
  v[b + 1] = (high << 1) | (low >>> 31);
  v[c] = cl;
  v[c + 1] = ch;
  v[d] = dl;
  v[d + 1] = dh;
}

/** The digest of `bytes` in hexadecimal digits. */
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
      for (let pair = 0; pair < 16; pair += 2) {
        const order = (round % 10) * 16 + pair;
        mix(v, message, pair * 2, at(SIGMA, order) * 2, at(SIGMA, order + 1) * 2);
      }
    }
    for (let index = 0; index < 16; index += 1) {
      state[index] = at(state, index) ^ at(v, index) ^ at(v, index + 16);
    }
  }
  return Buffer.from(state.buffer, 0, 32).toString('hex');
}
