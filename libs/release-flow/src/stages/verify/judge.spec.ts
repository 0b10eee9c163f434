import { ReleaseError } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { copyOf, sizeLimit } from './copies.ts';
import type { Finding } from './finding.ts';
import { judge } from './judge.ts';
import type { Cell, Row } from './judge.ts';

const planned = { name: 'demo.whl', kind: 'wheel', size: 10, sha256: 'a'.repeat(64) } as const;
const error = new ReleaseError('GITHUB_UNAVAILABLE', 'down');
const row = (release: Cell['state'], index: Cell['state']): Row => ({
  name: 'demo.whl',
  planned,
  release: { state: release, error: release === 'unread' ? error : undefined },
  index: { state: index, error: index === 'unread' ? error : undefined },
});
const different: Finding = { kind: 'different', text: 'the tag moved' };
const missing: Finding = { kind: 'missing', text: 'no release' };

describe('judge', () => {
  it.each<[string, Finding[], Row[], string, number]>([
    ['all the same', [], [row('same', 'same')], 'same', 0],
    ['nothing at all proves nothing', [], [], 'missing', 0],
    ['another file', [], [row('same', 'different')], 'different', 1],
    ['an extra file', [], [row('same', 'same'), row('extra', 'absent')], 'different', 1],
    ['a missing file', [], [row('missing', 'same')], 'missing', 1],
    ['an unread file', [], [row('unread', 'same')], 'unread', 1],
    ['a contradiction beside equal files', [different], [row('same', 'same')], 'different', 1],
    ['something missing beside equal files', [missing], [row('same', 'same')], 'missing', 1],
    ['different before missing', [missing], [row('different', 'missing')], 'different', 3],
    ['missing before unread', [], [row('missing', 'unread')], 'missing', 2],
    ['different before unread', [], [row('unread', 'different')], 'different', 2],
  ])('%s', (_name, findings, rows, verdict, problems) => {
    const judgement = judge(findings, rows);
    expect(judgement).toMatchObject({ verdict, rows });
    expect(judgement.problems).toHaveLength(problems);
    const unread = rows.some(({ release, index }) => [release.state, index.state].includes('unread'));
    expect(judgement.unread).toBe(unread ? error : undefined);
  });
});

describe('copyOf', () => {
  it.each([
    ['same', { size: 10, sha256: planned.sha256 }],
    ['different', { size: 10, sha256: 'b'.repeat(64) }],
    ['different', { size: 11, sha256: planned.sha256 }],
  ])('%s: %j', (state, digest) => {
    expect(copyOf(planned, digest).state).toBe(state);
  });
});

describe('sizeLimit', () => {
  it.each([
    ['the planned size', undefined, 10],
    ['the listed size when it is larger', 20, 20],
    ['the planned size when the listed one is smaller', 5, 10],
    ['1 GiB at most', 2 ** 40, 2 ** 30],
  ])('%s', (_name, listed, limit) => {
    expect(sizeLimit(planned, listed)).toBe(limit);
  });
});
