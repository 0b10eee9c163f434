import { expect, it } from 'vitest';
import { COMMIT, HEAD, OTHER, TAG_OBJECT } from '../../test/responses.ts';
import { ScriptedGitHub } from '../../test/scripted-github.ts';

const file0 = { object: { oid: OTHER, text: 'text', isTruncated: false } };
const atCommit = { __typename: 'Commit', oid: COMMIT };
const annotated = { __typename: 'Tag', oid: TAG_OBJECT, message: 'm', target: atCommit };

it.each([
  ['annotated', { target: annotated, commit: { target: { oid: COMMIT, file0 } } }, 1],
  ['lightweight', { target: atCommit, commit: { oid: COMMIT, file0 } }, 1],
  ['nested', { target: { ...annotated, target: { ...annotated, oid: HEAD } }, commit: { target: {} } }, 2],
])('%s tag, with files at its commit', async (_name, ref, requests) => {
  const github = new ScriptedGitHub().data({ ref });
  if (requests === 2) github.data({ object: { oid: COMMIT, file0 } });
  const found = await github.repository().tags.findWithFiles('v1.2.0', ['pyproject.toml']);
  expect(found?.tag).toMatchObject({ name: 'v1.2.0', commitSha: COMMIT });
  expect(found?.files.get('pyproject.toml')).toBe('text');
  expect(github.calls).toHaveLength(requests);
});

it('an absent tag', async () => {
  const github = new ScriptedGitHub().data({ ref: null });
  expect(await github.repository().tags.findWithFiles('v1.2.0', [])).toBeUndefined();
});
