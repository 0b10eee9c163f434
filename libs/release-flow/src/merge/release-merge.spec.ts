import type { PullRequest } from '@heroku-release/gh-ops';
import { parseVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { decideReleaseMerge } from './release-merge.ts';
import type { ReleaseMergeFacts } from './release-merge.ts';
import { settingsSchema } from '@heroku-release/release-history';

const SHA = 'a'.repeat(40);

function pull(changes: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    url: 'https://github.example/heroku/demo/pull/7',
    draft: false,
    title: 'anything at all',
    state: 'closed',
    merged: true,
    mergeCommitSha: SHA,
    headRef: 'release-v1.3.0',
    headSha: 'b'.repeat(40),
    headRepository: 'heroku/demo',
    crossRepository: false,
    baseRef: 'main',
    ...changes,
  };
}

interface Row {
  readonly pulls?: readonly PullRequest[];
  readonly version?: string | null;
  readonly before?: string | null;
  readonly settings?: object;
}

function facts({
  pulls = [pull()],
  version = '1.3.0',
  before = '1.2.0',
  settings = {},
}: Row): ReleaseMergeFacts {
  return {
    sha: SHA,
    repository: 'heroku/demo',
    settings: settingsSchema.parse(settings),
    version: version === null ? undefined : parseVersion(version),
    versionBefore: before === null ? undefined : parseVersion(before),
    pullRequests: pulls,
  };
}

const OPEN: Partial<PullRequest> = { state: 'open', merged: false, mergeCommitSha: undefined };
const same = { version: '1.2.0', before: '1.2.0' };

describe('decideReleaseMerge', () => {
  it.each<[string, Row, string, string]>([
    ['merged, squashed or rebased: GitHub names this commit as the merge', {}, '1.3.0', 'v1.3.0'],
    [
      'a pre-release',
      { pulls: [pull({ headRef: 'release-v2.0.0rc1' })], version: '2.0.0rc1' },
      '2.0.0rc1',
      'v2.0.0rc1',
    ],
    [
      'another form of the version in the tree',
      { pulls: [pull({ headRef: 'release-v2.0.0-rc.1' })], version: '2.0.0rc1' },
      '2.0.0rc1',
      'v2.0.0rc1',
    ],
    ['the repository in other case', { pulls: [pull({ headRepository: 'Heroku/Demo' })] }, '1.3.0', 'v1.3.0'],
    ['a version that the tree had before', { before: '1.3.0' }, '1.3.0', 'v1.3.0'],
    ['no version in the tree', { version: null, before: null }, '1.3.0', 'v1.3.0'],
    ['no tree before: a new branch', { before: null }, '1.3.0', 'v1.3.0'],
    [
      'other templates',
      {
        pulls: [pull({ headRef: 'ship/1.3.0' })],
        settings: { 'branch-template': 'ship/{version}', 'tag-template': 'demo-{version}' },
      },
      '1.3.0',
      'demo-1.3.0',
    ],
    [
      'a maintenance branch',
      { pulls: [pull({ baseRef: '1.x' })], settings: { 'base-branches': ['main', '1.x'] } },
      '1.3.0',
      'v1.3.0',
    ],
    [
      'beside an ordinary pull request with the same commit',
      { pulls: [pull({ number: 6, headRef: 'feature' }), pull()] },
      '1.3.0',
      'v1.3.0',
    ],
    [
      'beside open pull requests from forks of the same name, one of them gone',
      {
        pulls: [
          pull({ ...OPEN, number: 5, headRepository: 'eve/demo' }),
          pull({ ...OPEN, number: 6, headRepository: undefined }),
          pull(),
        ],
      },
      '1.3.0',
      'v1.3.0',
    ],
    [
      "beside a fork's branch of the same name",
      { pulls: [pull({ number: 6, headRepository: 'eve/demo' }), pull()] },
      '1.3.0',
      'v1.3.0',
    ],
  ])('release: %s', (_, row, version, tag) => {
    expect(decideReleaseMerge(facts(row))).toMatchObject({
      kind: 'release',
      target: { version, tag, pullRequest: { number: 7 } },
    });
  });

  it.each<[string, Row]>([
    ['a push without a pull request', { pulls: [], ...same }],
    ['an ordinary pull request', { pulls: [pull({ headRef: 'feature' })], ...same }],
    [
      'a title and a merge message that look like a release',
      {
        pulls: [pull({ headRef: 'feature', title: 'Merge pull request #7 from heroku/release-v1.3.0' })],
        ...same,
      },
    ],
    [
      'an open pull request from a fork, named like a release',
      { pulls: [pull({ ...OPEN, headRepository: 'eve/demo' })], ...same },
    ],
    [
      'an open pull request from a fork that is gone',
      { pulls: [pull({ ...OPEN, headRepository: undefined })], ...same },
    ],
    ['a branch that only begins like one', { pulls: [pull({ headRef: 'release-vNext' })], ...same }],
    ['the same version in another spelling', { pulls: [], version: '1.2', before: '1.2.0' }],
    ['no version to read', { pulls: [], version: null, before: null }],
  ])('ordinary: %s', (_, row) => {
    expect(decideReleaseMerge(facts(row)).kind).toBe('ordinary');
  });

  it.each<[string, Row]>([
    ['no pull request is linked', { pulls: [] }],
    ['only open ones from forks are linked', { pulls: [pull({ ...OPEN, headRepository: 'eve/demo' })] }],
  ])('unassociated: the version changed and %s', (_, row) => {
    expect(decideReleaseMerge(facts(row)).kind).toBe('unassociated');
  });

  it.each<[string, Row, string]>([
    [
      'a version bump by an ordinary pull request',
      { pulls: [pull({ headRef: 'bump' })] },
      'not from a release branch',
    ],
    [
      'a fork named release-v9.9.9',
      {
        pulls: [pull({ headRef: 'release-v9.9.9', headRepository: 'eve/demo' })],
        version: '9.9.9',
      },
      'eve/demo',
    ],
    ['a deleted fork', { pulls: [pull({ headRepository: undefined })] }, 'deleted fork'],
    [
      "a fork's release branch without a version",
      {
        pulls: [pull({ headRef: 'release-v9.9.9', headRepository: 'eve/demo' })],
        ...same,
      },
      'eve/demo',
    ],
    ['into another base', { pulls: [pull({ baseRef: 'next' })] }, 'not a base branch'],
    ['not merged', { pulls: [pull({ merged: false, mergeCommitSha: undefined })] }, 'is not merged'],
    ['merged as another commit', { pulls: [pull({ mergeCommitSha: 'c'.repeat(40) })] }, 'not as this commit'],
    ['another version in the tree', { version: '1.3.1' }, 'the tree states 1.3.1'],
    ['the version from before', same, 'the tree states 1.2.0'],
    ['two that claim it', { pulls: [pull(), pull({ number: 8 })] }, 'several'],
  ])('invalid: %s', (_, row, words) => {
    const verdict = decideReleaseMerge(facts(row));
    expect(verdict.kind).toBe('invalid');
    expect(verdict.kind === 'invalid' && verdict.problems.join('\n')).toContain(words);
  });

  it('reports every problem at once', () => {
    const pulls = [
      pull({ mergeCommitSha: undefined, baseRef: 'next', headRepository: 'eve/demo' }),
      pull({ ...OPEN, number: 8 }),
    ];
    const verdict = decideReleaseMerge(facts({ pulls, version: '1.3.1' }));
    expect(verdict.kind === 'invalid' && verdict.problems).toHaveLength(7);
  });

  it('leaves its input unchanged', () => {
    const given = facts({});
    const before = structuredClone({ ...given, settings: { ...given.settings } });
    decideReleaseMerge(given);
    expect(given).toEqual(before);
  });
});
