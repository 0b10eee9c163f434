import { describe, expect, it } from 'vitest';
import { type BranchFacts, decideBranch } from './branch-of-run.ts';

const facts = (changes: Partial<BranchFacts> & { branch?: string | undefined } = {}): BranchFacts => ({
  run: { id: 5, headSha: 'a'.repeat(40), headBranch: 'branch' in changes ? changes.branch : 'main' },
  baseBranches: ['main', '1.x'],
  defaultBranch: 'main',
  onBranch: true,
  releaseMerged: true,
  ...changes,
});

describe('decideBranch', () => {
  it.each([
    ['a base branch', facts()],
    ['another base branch', facts({ branch: '1.x' })],
  ])('nothing against %s', (_, given) => {
    expect(decideBranch(given)).toBeUndefined();
  });

  it.each([
    ['a release merge on another branch', facts({ branch: 'staging' }), 'refuse'],
    ['an ordinary push to another branch', facts({ branch: 'staging', releaseMerged: false }), 'finished'],
    ['a branch that only begins like one', facts({ branch: 'main/evil' }), 'refuse'],
    ['a branch in other letters', facts({ branch: 'Main' }), 'refuse'],
    ['no branch', facts({ branch: undefined }), 'refuse'],
    ['no branch and no release', facts({ branch: undefined, releaseMerged: false }), 'finished'],
    ['a commit that is not on its branch', facts({ onBranch: false }), 'refuse'],
    ['no base branches at all', facts({ baseBranches: [] }), 'refuse'],
  ])('%s', (_, given, kind) => {
    expect(decideBranch(given)).toMatchObject({ kind });
  });
});
