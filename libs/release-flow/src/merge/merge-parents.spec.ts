import type { Commit } from '@heroku-release/git-repo';
import { describe, expect, it } from 'vitest';
import { baseBeforeMerge } from './merge-parents.ts';

/** A commit from words such as `C: fix <- B`; parents follow the arrow. The subject tells copies apart. */
function commit(words: string, changes: Partial<Commit> = {}): Commit {
  const [, sha = '', subject = '', parents = ''] = /^(\S+): (.*?) <-(.*)$/.exec(words) ?? [];
  return {
    sha,
    subject,
    parents: parents.trim().split(' ').filter(Boolean),
    body: '',
    authorName: 'Ada',
    authorDate: '2026-01-01T00:00:00Z',
    committerDate: '2026-01-01T00:00:00Z',
    ...changes,
  };
}

const BRANCH = [
  commit('U: Update the changelog <- M'),
  commit("M: Merge branch 'main' into release <- F B2"),
  commit('F: fix: one <- R'),
  commit('R: Release v1.3.0 <- B1'),
];
const ON_BASE = [commit('B2: feat: two <- B1'), commit('B1: feat: one <- A')];

describe('baseBeforeMerge', () => {
  it.each<[string, readonly Commit[], readonly Commit[], string]>([
    ['a merge: its first parent', [commit('C: Merge pull request <- B2 U'), ...ON_BASE], [], 'B2'],
    ['a squash of several: its parent', [commit('C: Release v1.3.0 (#7) <- B2'), ...ON_BASE], BRANCH, 'B2'],
    [
      'a squash of one that keeps the subject',
      [commit('C: Release v1.3.0 <- B2'), ...ON_BASE],
      [commit('R: Release v1.3.0 <- B1')],
      'B2',
    ],
    [
      'a rebase of several: below the oldest copy; merges have none',
      [
        commit('C: Update the changelog <- F2'),
        commit('F2: fix: one <- R2'),
        commit('R2: Release v1.3.0 <- B2'),
        ...ON_BASE,
      ],
      BRANCH,
      'B2',
    ],
    [
      'a rebase without a commit that the base branch has already',
      [commit('C: Update the changelog <- R2'), commit('R2: Release v1.3.0 <- B2'), ...ON_BASE],
      BRANCH,
      'B2',
    ],
    [
      'a commit of the base branch that was picked onto the release branch is no copy of it',
      [commit('C: fix: one <- R2'), commit('R2: Release v1.3.0 <- F0'), commit('F0: fix: one <- B1')],
      [commit('F: fix: one <- R'), commit('R: Release v1.3.0 <- B1')],
      'F0',
    ],
    [
      'the same words at another time are no copy',
      [commit('C: fix: one <- X'), commit('X: Release v1.3.0 <- B1', { authorDate: '2025-01-01T00:00:00Z' })],
      [commit('F: fix: one <- R'), commit('R: Release v1.3.0 <- B1')],
      'X',
    ],
  ])('%s', (_, onto, branch, base) => {
    expect(baseBeforeMerge('C', onto, branch)).toBe(base);
  });

  it('is unknown for a first commit', () => {
    expect(baseBeforeMerge('C', [commit('C: Begin <-')], [])).toBeUndefined();
  });
});
