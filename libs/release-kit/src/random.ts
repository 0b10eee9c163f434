import { randomBytes } from 'node:crypto';

/** Random values, passed in wherever names must not collide or waits need jitter. */
export interface Random {
  /** Lower-case hexadecimal of `bytes` random bytes. */
  hex(bytes: number): string;
  /** A number from 0 (inclusive) to 1 (exclusive), for jitter. */
  fraction(): number;
}

/** Random values of the operating system; only apps choose them. */
export const systemRandom: Random = {
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};
