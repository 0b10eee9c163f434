import { expect, it } from 'vitest';
import { blake2b256 } from './blake2b.ts';

// From Python's hashlib.blake2b(data, digest_size=32).
const ROWS: [number, string][] = [
  [0, '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
  [1, '873e4fe9e41e924911bba3ec53ff4782efc8c0f244fb75c879f8a4328d0142ca'],
  [127, '49149511630effba193dcce8e3b84cc473bfdab33692ce9e61500e7b24e4415d'],
  [128, '332f1f712b03a6a6f6c28db7d96c62f170744119ab0f831b9e0d80f800e3aad7'],
  [129, 'a04de7247309966b2b2afc367838071ea523f897e6a405286f2b5627032a8dea'],
  [256, 'b49f21d17acf05b322ebbc2983fdfcc3fe1f77d80c122dca03806a8163f0416a'],
  [100000, '072bc1200ea5288bebc0d54c2649f4fa6dd3250686ba2f15eb00e6fa661120f0'],
];

it.each(ROWS)('digests %s bytes', (length, digest) => {
  expect(blake2b256(Buffer.alloc(length, 7))).toBe(digest);
});
