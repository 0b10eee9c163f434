import { expect, it } from 'vitest';
import { COMMIT, queriedPull } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

it('more than a hundred open pull requests are read page by page', async () => {
  const page = (number: number, endCursor: string | null) => ({
    open: {
      nodes: [queriedPull({ number, state: 'OPEN', merged: false, mergeCommit: { oid: COMMIT } })],
      pageInfo: { hasNextPage: endCursor !== null, endCursor },
    },
    merged: { nodes: [] },
    releases: { nodes: [] },
  });
  const github = new ScriptedGitHub().data(page(1, 'cursor')).data(page(2, null));
  const { open } = await github.repository().releases.findInFlight({ baseBranch: 'main' });
  expect(open.map(({ number, mergeCommitSha }) => [number, mergeCommitSha])).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
  expect(github.json(0)).toMatchObject({ variables: { after: null } });
  expect(github.json(1)).toMatchObject({ variables: { after: 'cursor' } });
});
