import { randomBytes } from 'node:crypto';

/** Randomness, passed in wherever a name must not collide or a wait must be spread. */
export interface Random {
  /** Lower-case hexadecimal of `bytes` random bytes. */
  hex(bytes: number): string;
  /** A number from 0 (included) to 1 (excluded), for jitter. */
  fraction(): number;
}

/** The operating system's randomness; only apps choose it. */
export const systemRandom: Random = {
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};
