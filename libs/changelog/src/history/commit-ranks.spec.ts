import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shaOf } from '../../test/history.ts';
import { CommitRanks } from './commit-ranks.ts';

const SHAS = Array.from({ length: 130_000 }, (_, at) => shaOf(`commit ${at}`));

const seen = (ranks: CommitRanks, sha: string) => ranks.seen(ranks.place(sha));
const expected = (ranks: CommitRanks, sha: string) => ranks.expected(ranks.place(sha));

describe('CommitRanks', () => {
  it('has no rank for an unknown commit', () => {
    const ranks = new CommitRanks();
    for (const sha of [...SHAS.slice(0, 100), '0'.repeat(40)]) {
      expect([seen(ranks, sha), expected(ranks, sha), ranks.isMarked(ranks.place(sha))]).toEqual([
        undefined,
        undefined,
        false,
      ]);
    }
  });

  it('keeps the ranks and marks of many commits, each expected and then seen', () => {
    const ranks = new CommitRanks();
    for (const sha of SHAS.slice(0, 50)) ranks.mark(ranks.place(sha));
    for (const [at, sha] of SHAS.entries()) ranks.expect(ranks.place(sha), at);
    for (const [at, sha] of SHAS.entries()) if (at % 2 === 0) ranks.see(ranks.place(sha), at + 1);
    const stored = SHAS.map((sha) => [
      expected(ranks, sha),
      seen(ranks, sha),
      ranks.isMarked(ranks.place(sha)),
    ]);
    expect(stored).toEqual(
      SHAS.map((_, at) => (at % 2 === 0 ? [undefined, at + 1, at < 50] : [at, undefined, at < 50])),
    );
  });

  it('distinguishes ids that share half of their key', () => {
    const ranks = new CommitRanks();
    const ids = ['00000000ffffffff', 'ffffffffffffffff', '00000000fffffffe', 'fffffffffffffffe'].map((id) =>
      id.padEnd(40, '0'),
    );
    for (const [at, id] of ids.entries()) ranks.see(ranks.place(id), at);
    expect(ids.map((id) => seen(ranks, id))).toEqual([0, 1, 2, 3]);
  });

  it('behaves like a map for any order of calls', () => {
    const call = fc.record({
      sha: fc.nat(200).map((at) => SHAS[at] ?? ''),
      rank: fc.nat(1000),
      does: fc.constantFrom('expect', 'see', 'ask'),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 300 }), (calls) => {
        const ranks = new CommitRanks();
        const model = new Map<string, ['expect' | 'see', number]>();
        for (const { sha, rank, does } of calls) {
          if (does !== 'ask') {
            ranks[does](ranks.place(sha), rank);
            model.set(sha, [does, rank]);
          }
          const [done, kept] = model.get(sha) ?? [];
          expect(expected(ranks, sha)).toBe(done === 'expect' ? kept : undefined);
          expect(seen(ranks, sha)).toBe(done === 'see' ? kept : undefined);
        }
      }),
    );
  });
});
