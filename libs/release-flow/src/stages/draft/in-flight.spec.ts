import type { PullRequest, ReleasesInFlight } from '@heroku-release/gh-ops';
import { formatVersion, parseVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { withSuperseded } from '../../merge/superseded.ts';
import { withReleaseNote } from '../../plan/release-note.ts';
import type { ReleaseNote } from '../../plan/release-note.ts';
import { unfinishedReleases } from './in-flight.ts';

const GIVES_UP = withSuperseded('', parseVersion('1.3.0'));

let number = 0;
function pull(headRef: string, changes: Partial<PullRequest> = {}): PullRequest {
  number += 1;
  return {
    number,
    url: `https://github.example/heroku/demo/pull/${number}`,
    draft: false,
    title: '',
    state: 'open',
    merged: false,
    headRef,
    headSha: 'b'.repeat(40),
    headRepository: 'heroku/demo',
    crossRepository: false,
    baseRef: 'main',
    ...changes,
  };
}

type Released = ReleasesInFlight['releases'][number];
const released = (tag: string, draft = false, record?: ReleaseNote['record']) => {
  const body = record === undefined ? '' : withReleaseNote('', { tag, commit: 'a'.repeat(40), record });
  return { tag, draft, body, prerelease: false } as Released;
};

interface Row {
  readonly open?: readonly PullRequest[];
  readonly merged?: readonly PullRequest[];
  readonly releases?: readonly Released[];
  readonly tags?: readonly string[];
}

function found({ open = [], merged = [], releases = [], tags = [] }: Row): string[] {
  return unfinishedReleases({
    answer: { open, merged, releases },
    repository: 'heroku/demo',
    branchTemplate: 'release-v{version}',
    tagTemplate: 'v{version}',
    tags: new Set(tags),
  }).map(({ version, state }) => `${formatVersion(version)} ${state}`);
}

describe('unfinishedReleases', () => {
  it.each<[string, Row, string[]]>([
    ['nothing', {}, []],
    ['an open release', { open: [pull('release-v1.3.0')] }, ['1.3.0 open']],
    ['open pull requests that are not releases', { open: [pull('feature'), pull('release-vNext')] }, []],
    ["a fork's", { open: [pull('release-v9.9.9', { headRepository: 'eve/demo' })] }, []],
    ["a deleted fork's", { open: [pull('release-v9.9.9', { headRepository: undefined })] }, []],
    [
      'two open ones',
      { open: [pull('release-v1.3.0'), pull('release-v2.0.0')] },
      ['1.3.0 open', '2.0.0 open'],
    ],
    ['merged', { merged: [pull('release-v1.3.0')] }, ['1.3.0 merged, not tagged']],
    ['tagged', { merged: [pull('release-v1.3.0')], tags: ['v1.3.0'] }, ['1.3.0 tagged, not published']],
    [
      'tagged in another form',
      { merged: [pull('release-v2.0.0rc1')], tags: ['v2.0.0-rc.1'] },
      ['2.0.0rc1 tagged, not published'],
    ],
    ['published', { merged: [pull('release-v1.3.0')], tags: ['v1.3.0'], releases: [released('v1.3.0')] }, []],
    [
      'published as a draft only',
      { merged: [pull('release-v1.3.0')], tags: ['v1.3.0'], releases: [released('v1.3.0', true)] },
      ['1.3.0 tagged, not published'],
    ],
    [
      'published by hand: its change record is missing',
      { merged: [pull('release-v1.3.0')], tags: ['v1.3.0'], releases: [released('v1.3.0', false, 'none')] },
      ['1.3.0 tagged, not published'],
    ],
    [
      'published and recorded',
      { merged: [pull('release-v1.3.0')], tags: ['v1.3.0'], releases: [released('v1.3.0', false, 'done')] },
      [],
    ],
    [
      'given up by an open release',
      { open: [pull('release-v1.3.1', { body: GIVES_UP })], merged: [pull('release-v1.3.0')] },
      ['1.3.1 open'],
    ],
    [
      'given up by a merged release',
      { merged: [pull('release-v1.3.1', { body: GIVES_UP }), pull('release-v1.3.0')] },
      ['1.3.1 merged, not tagged'],
    ],
    [
      'given up by a pull request that is not a release',
      { open: [pull('feature', { body: GIVES_UP })], merged: [pull('release-v1.3.0')] },
      ['1.3.0 merged, not tagged'],
    ],
    [
      'given up by a fork',
      {
        open: [pull('release-v1.3.1', { body: GIVES_UP, headRepository: 'eve/demo' })],
        merged: [pull('release-v1.3.0')],
      },
      ['1.3.0 merged, not tagged'],
    ],
    [
      'older than a published release',
      { merged: [pull('release-v1.3.0')], releases: [released('v1.4.0')] },
      [],
    ],
    [
      'newer than everything published',
      { merged: [pull('release-v1.10.0')], releases: [released('v1.9.0'), released('v1.2.0')] },
      ['1.10.0 merged, not tagged'],
    ],
    [
      'merged and drafted again: the open one counts',
      { open: [pull('release-v1.3.0')], merged: [pull('release-v1.3.0')] },
      ['1.3.0 open'],
    ],
    [
      'merged twice',
      { merged: [pull('release-v1.3.0'), pull('release-v1.3.0')] },
      ['1.3.0 merged, not tagged'],
    ],
    [
      'releases whose tags are not versions',
      { merged: [pull('release-v1.3.0')], releases: [released('nightly')], tags: ['nightly'] },
      ['1.3.0 merged, not tagged'],
    ],
  ])('%s', (_, row, expected) => {
    expect(found(row)).toEqual(expected);
  });
});
