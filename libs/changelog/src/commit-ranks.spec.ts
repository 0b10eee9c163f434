import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shaOf } from '../test/history.ts';
import { CommitRanks } from './commit-ranks.ts';

const SHAS = Array.from({ length: 20_000 }, (_, at) => shaOf(`commit ${at}`));

describe('CommitRanks', () => {
  it('knows nothing of a commit that was not named', () => {
    const ranks = new CommitRanks();
    for (const sha of [...SHAS.slice(0, 100), '0'.repeat(40)]) {
      expect([ranks.seen(sha), ranks.expected(sha)]).toEqual([undefined, undefined]);
    }
  });

  it('keeps the ranks of many commits, each expected and then seen', () => {
    const ranks = new CommitRanks();
    for (const [at, sha] of SHAS.entries()) ranks.expect(sha, at);
    for (const [at, sha] of SHAS.entries()) if (at % 2 === 0) ranks.see(sha, at + 1);
    const told = SHAS.map((sha) => [ranks.expected(sha), ranks.seen(sha)]);
    expect(told).toEqual(SHAS.map((_, at) => (at % 2 === 0 ? [undefined, at + 1] : [at, undefined])));
  });

  it('tells apart ids that share their last eight or their first eight signs of a key', () => {
    const ranks = new CommitRanks();
    const ids = ['00000000ffffffff', 'ffffffffffffffff', '00000000fffffffe', 'fffffffffffffffe'];
    for (const [at, id] of ids.entries()) ranks.see(id.padEnd(40, '0'), at);
    expect(ids.map((id) => ranks.seen(id.padEnd(40, '0')))).toEqual([0, 1, 2, 3]);
  });

  it('answers as a map would, whatever the order of calls', () => {
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
          if (does === 'expect') ranks.expect(sha, rank);
          if (does === 'see') ranks.see(sha, rank);
          if (does !== 'ask') model.set(sha, [does, rank]);
          const [done, kept] = model.get(sha) ?? [];
          expect(ranks.expected(sha)).toBe(done === 'expect' ? kept : undefined);
          expect(ranks.seen(sha)).toBe(done === 'see' ? kept : undefined);
        }
      }),
    );
  });
});
