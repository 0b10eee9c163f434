import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import { settingsSchema } from '@heroku-release/release-history';
import { PLANNED, Refuse, runStage, stage } from '@heroku-release/release-kit';
import type { EffectStep } from '@heroku-release/release-kit';
import { RecordingReporter, VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { createDraftRelease } from './create-draft-release.ts';
import { findRelease } from './find-release.ts';
import type { LocalFile } from './local-file.ts';
import { noteRecord } from './note-record.ts';
import type { PublishInput, PublishServices } from './publish-input.ts';
import { publishRelease } from './publish-release.ts';
import { recordRelease } from './record-release.ts';
import { findReleaseNote, withReleaseNote } from '../../plan/release-note.ts';
import type { ReleaseNote } from '../../plan/release-note.ts';
import { releaseOfTag } from './release-of-tag.ts';
import { uploadAssets } from './upload-assets.ts';

const COMMIT = 'a'.repeat(40);
const TAG = { name: 'v1.3.0', objectSha: 'b'.repeat(40), commitSha: COMMIT, annotated: true };
const PLAN_HASH = 'c'.repeat(64);
const files: LocalFile[] = ['demo.whl', 'demo.tar.gz', 'release-plan.json'].map((name) => ({
  name,
  path: `/nowhere/${name}`,
  size: 10,
  sha256: 'c'.repeat(64),
}));
const assets: ReleaseAsset[] = files.map(({ name, size, sha256 }, id) => ({
  id,
  name,
  size,
  digest: `sha256:${sha256}`,
  state: 'uploaded',
}));

function release(record: ReleaseNote['record'], changes: Partial<GitHubRelease> = {}): GitHubRelease {
  return {
    id: 1,
    tag: 'v1.3.0',
    draft: true,
    prerelease: false,
    body: withReleaseNote('Notes', { tag: 'v1.3.0', commit: COMMIT, record, plan: PLAN_HASH }),
    url: 'https://github.example/heroku/demo/releases/1',
    uploadUrl: 'https://uploads.github.example/1{?name,label}',
    assets,
    ...changes,
  };
}

/** The facts of the steps before the one under test. */
interface Given {
  /** The release when publish began. */
  readonly release?: GitHubRelease | undefined;
  readonly others?: readonly GitHubRelease[];
  /** The release as this run left it, where it differs. */
  readonly assets?: GitHubRelease;
  readonly plan?: Partial<ReleasePlan>;
  readonly version?: string;
}

/** What the external services received. */
interface Received {
  readonly updates: { readonly draft?: boolean; readonly body?: string; readonly makeLatest?: boolean }[];
  records: number;
}

function facts(given: Given, received: Received = { updates: [], records: 0 }) {
  const { release: current, others = [], assets: left, plan, version = '1.3.0' } = given;
  const services = {
    repository: 'heroku/demo',
    github: {
      releases: {
        update: (_id: number, update: Received['updates'][number]) => {
          received.updates.push(update);
          return Promise.resolve(release('none', { draft: update.draft ?? false, body: update.body ?? '' }));
        },
      },
    },
    changeManagement: () => ({
      actorEmail: 'ada@example.invalid',
      records: {
        recordRelease: () => {
          received.records += 1;
          return Promise.resolve({ kind: 'recorded', status: 204, possiblyTwice: false });
        },
      },
    }),
  } as unknown as PublishServices;
  const input: PublishInput = { services, tagName: 'v1.3.0' };
  return {
    ...input,
    tag: { ...TAG, settings: settingsSchema.parse({}), version },
    release: { current, all: current === undefined ? others : [current, ...others] },
    artifact: { plan: { prerelease: false, notes: '', ...plan } as ReleasePlan, files },
    ...(left === undefined ? {} : { assets: left }),
  };
}

type Facts = ReturnType<typeof facts>;

/** Runs one step in plan mode, which must change nothing, and then applies it. */
async function run<Seen, Action, Fact>(step: EffectStep<Facts, Seen, Action, Fact>, given: Given) {
  const received: Received = { updates: [], records: 0 };
  const alone = stage<Facts>('publish').effect('alone', step);
  const options = {
    clock: new VirtualClock(),
    reporter: new RecordingReporter(),
    signal: new AbortController().signal,
  };
  const input = facts(given, received);
  const plan = await runStage(alone, input, { ...options, mode: 'plan' });
  expect(received).toEqual({ updates: [], records: 0 });
  const report = await runStage(alone, input, { ...options, mode: 'apply' });
  const [only] = report.steps;
  return {
    planned: plan.outcome,
    outcome: report.outcome,
    code: only?.error?.code,
    notes: only?.notes ?? [],
    received,
  };
}

describe('publish --only release', () => {
  it('publishes a complete draft, and notes that the record begins', async () => {
    const { outcome, received } = await run(publishRelease, { release: release('none') });
    expect(outcome).toBe('done');
    expect(received.updates).toEqual([{ draft: false, makeLatest: true, body: release('intent').body }]);
  });

  it.each<[string, Given]>([
    ['no release', {}],
    ['a draft without files', { release: release('none', { assets: [] }) }],
    ['a draft without one of the files', { release: release('none', { assets: assets.slice(1) }) }],
    [
      'a draft with a broken upload',
      { release: release('none', { assets: assets.map((asset) => ({ ...asset, state: 'starter' })) }) },
    ],
    [
      'a draft with another file',
      {
        release: release('none', { assets: [...assets, { ...assets[0], id: 9, name: 'x' } as ReleaseAsset] }),
      },
    ],
  ])('refuses %s and changes nothing', async (_, given) => {
    const { planned, outcome, code, received } = await run(publishRelease, given);
    // A dry run cannot know what the draft will hold by then.
    expect(planned).toBe('done');
    expect({ outcome, code }).toEqual({ outcome: 'refused', code: 'ASSETS_DIFFER' });
    expect(received.updates).toEqual([]);
  });

  it('has nothing to do for a public release whose record has begun', async () => {
    expect(await run(publishRelease, { release: release('intent', { draft: false }) })).toMatchObject({
      outcome: 'nothing-to-do',
      received: { updates: [] },
    });
  });

  it('notes that the record begins on a release that a person published', async () => {
    const { received } = await run(publishRelease, { release: release('none', { draft: false }) });
    expect(received.updates).toEqual([{ body: release('intent').body }]);
  });

  it.each<[string, string, Partial<GitHubRelease>, boolean]>([
    ['the first', '1.3.0', { tag: 'nightly' }, true],
    ['newer than all', '1.3.0', { tag: 'v1.2.0' }, true],
    ['a back-port', '1.3.0', { tag: 'v2.0.0' }, false],
    ['newer than all but a pre-release', '1.3.0', { tag: 'v2.0.0rc1', prerelease: true }, true],
    ['newer than all but a draft', '1.3.0', { tag: 'v2.0.0', draft: true }, true],
  ])('latest: %s', async (_, version, other, latest) => {
    const others = [release('done', { id: 2, draft: false, ...other })];
    const { received } = await run(publishRelease, { release: release('none'), others, version });
    expect(received.updates[0]?.makeLatest).toBe(latest);
  });

  it('a pre-release is never the latest', async () => {
    const plan = { prerelease: true };
    const { received } = await run(publishRelease, { release: release('none'), plan, version: '2.0.0rc1' });
    expect(received.updates[0]?.makeLatest).toBe(false);
  });
});

describe('publish --only record', () => {
  it.each<[string, Given]>([
    ['no release', {}],
    ['a draft', { release: release('none') }],
  ])('refuses %s: what is not public is not recorded', async (_, given) => {
    const { planned, outcome, received } = await run(recordRelease, given);
    expect(planned).toBe('done');
    expect(outcome).toBe('refused');
    expect(received.records).toBe(0);
  });

  it('records a public release, once', async () => {
    expect(await run(recordRelease, { release: release('none', { draft: false }) })).toMatchObject({
      outcome: 'done',
      notes: [],
      received: { records: 1 },
    });
    expect(await run(recordRelease, { release: release('done', { draft: false }) })).toMatchObject({
      outcome: 'nothing-to-do',
      received: { records: 0 },
    });
  });

  it('first notes that the record begins, where a person published the release', async () => {
    const { received } = await run(recordRelease, { release: release('none', { draft: false }) });
    expect(received.updates).toEqual([{ body: release('intent').body }]);
    const later = await run(recordRelease, { release: release('intent', { draft: false }) });
    expect(later.received.updates).toEqual([]);
  });

  it('records again when an earlier run left it in doubt, and says so', async () => {
    const { received, notes } = await run(recordRelease, { release: release('intent', { draft: false }) });
    expect(received.records).toBe(1);
    expect(notes).toHaveLength(1);
  });

  it('is not in doubt when this very run published it', async () => {
    const given = { release: release('none'), assets: release('intent', { draft: false }) };
    const { received, notes } = await run(recordRelease, given);
    expect(received.records).toBe(1);
    expect(notes).toEqual([]);
  });

  it('notes it on the release; what people wrote stays', async () => {
    const edited = release('intent', { draft: false, body: `By hand.\n${release('intent').body}` });
    const { received } = await run(noteRecord, { release: edited });
    expect(received.updates).toEqual([{ body: `By hand.\n${release('done').body}` }]);
  });
});

describe('the draft release', () => {
  it.each([
    ['short notes', '- One\n'],
    // GitHub accepts 125,000 characters.
    ['notes that are longer than GitHub accepts', '- One of very many entries\n'.repeat(10_000)],
  ])('%s', (_, notes) => {
    const decision = createDraftRelease.decide(facts({ plan: { notes } }), undefined);
    if (decision.kind !== 'act') throw new Error(decision.kind);
    expect(decision.action.body.length).toBeLessThanOrEqual(125_000);
    expect(decision.action.body.startsWith('- One')).toBe(true);
    expect(findReleaseNote(decision.action.body)).toEqual({
      tag: 'v1.3.0',
      commit: COMMIT,
      record: 'none',
      plan: PLAN_HASH,
    });
  });
});

describe('the files of the draft', () => {
  const decide = (seen: GitHubRelease | typeof PLANNED) =>
    uploadAssets.decide({ ...facts({}), draftRelease: seen }, seen);
  const published = (of: readonly ReleaseAsset[]) => release('none', { draft: false, assets: of });
  const frozen = (of: readonly ReleaseAsset[]) => ({ ...published(of), immutable: true });
  const foreign: ReleaseAsset = {
    id: 5,
    name: 'x',
    size: 1,
    state: 'uploaded',
    digest: `sha256:${PLAN_HASH}`,
  };
  const changed = assets.map((asset) => ({ ...asset, digest: `sha256:${'d'.repeat(64)}` }));

  it.each<[string, GitHubRelease | typeof PLANNED, string]>([
    ['all there', release('none'), 'settled'],
    ['one missing', release('none', { assets: assets.slice(1) }), 'act'],
    ['another one under its name', release('none', { assets: changed }), 'act'],
    ['no release yet, in a dry run', PLANNED, 'act'],
    ['a foreign one', release('none', { assets: [foreign] }), 'refuse'],
    ['published, all there', published(assets), 'settled'],
    ['published, one missing', published(assets.slice(1)), 'act'],
    ['published, another one under its name: it is never replaced', published(changed), 'refuse'],
    ['immutable, all there', frozen(assets), 'settled'],
    ['immutable, one missing: it stays so', frozen(assets.slice(1)), 'settled'],
    ['immutable, a foreign one: it stays so', frozen([...assets, foreign]), 'settled'],
    ['immutable, another one under its name', frozen(changed), 'refuse'],
  ])('%s', (_, seen, kind) => {
    expect(decide(seen).kind).toBe(kind);
  });
});

describe('the release of a tag', () => {
  it.each<[string, GitHubRelease[], string]>([
    ['none', [], 'settled'],
    ['a draft of ours', [release('none')], 'settled'],
    ['public, not recorded', [release('intent', { draft: false })], 'settled'],
    ['public and recorded', [release('done', { draft: false })], 'finished'],
    ['of another tag', [release('done', { tag: 'v1.2.0', draft: false, body: 'by hand' })], 'settled'],
    ['created by hand', [release('none', { body: 'by hand' })], 'refuse'],
    [
      'of another commit',
      [
        release('none', {
          body: withReleaseNote('', { tag: 'v1.3.0', commit: 'f'.repeat(40), record: 'done' }),
        }),
      ],
      'refuse',
    ],
  ])('%s', (_, releases, kind) => {
    const decision = findRelease.decide(facts({}), { all: releases, missing: [] });
    expect(decision.kind).toBe(kind);
    if (decision instanceof Refuse) expect(decision.code).toBe('RELEASE_FOREIGN');
  });

  it.each<[string, GitHubRelease[], number]>([
    [
      'the published one before drafts',
      [release('none', { id: 1 }), release('done', { id: 2, draft: false, assets: [] })],
      2,
    ],
    [
      'the draft with the most files',
      [release('none', { id: 1, assets: [] }), release('none', { id: 2 })],
      2,
    ],
    ['the oldest of equal ones', [release('none', { id: 7 }), release('none', { id: 3 })], 3],
  ])('several: %s', (_, releases, id) => {
    expect(releaseOfTag('v1.3.0', releases)?.id).toBe(id);
  });
});
