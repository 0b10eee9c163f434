import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import { Refuse, runStage } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { RecordingReporter, VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { settingsSchema } from '@heroku-release/release-history';
import { assetsStep } from './assets-step.ts';
import type { LocalFile, PublishContext, PublishTools } from './context.ts';
import { draftReleaseStep } from './draft-release-step.ts';
import { publishReleaseStep } from './publish-release-step.ts';
import { recordNoteStep } from './record-note-step.ts';
import { recordStep } from './record-step.ts';
import { findReleaseNote, withReleaseNote } from './release-note.ts';
import type { ReleaseNote } from './release-note.ts';
import { releaseStep } from './release-step.ts';

const COMMIT = 'a'.repeat(40);
const TAG = { name: 'v1.3.0', objectSha: 'b'.repeat(40), commitSha: COMMIT, annotated: true };
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
    body: withReleaseNote('Notes', { tag: 'v1.3.0', commit: COMMIT, record }),
    url: 'https://github.example/heroku/demo/releases/1',
    uploadUrl: 'https://uploads.github.example/1{?name,label}',
    assets,
    ...changes,
  };
}

const context = (changes: Partial<PublishContext> = {}): PublishContext => ({
  tagName: 'v1.3.0',
  tag: TAG,
  version: '1.3.0',
  settings: settingsSchema.parse({}),
  plan: { prerelease: false } as ReleasePlan,
  localFiles: files,
  ...changes,
});

/** What the far sides were told. */
interface Told {
  readonly updates: Parameters<PublishTools['github']['updateRelease']>[1][];
  records: number;
}

function world(): { readonly tools: PublishTools; readonly told: Told } {
  const told: Told = { updates: [], records: 0 };
  const tools = {
    repository: 'heroku/demo',
    actorEmail: 'ada@example.invalid',
    github: {
      updateRelease: (_id: number, update: Told['updates'][number]) => {
        told.updates.push(update);
        return Promise.resolve(release('none', { draft: update.draft ?? false, body: update.body ?? '' }));
      },
    },
    changes: {
      recordRelease: () => {
        told.records += 1;
        return Promise.resolve({ kind: 'recorded', status: 204, possiblyTwice: false });
      },
    },
  };
  return { tools: tools as unknown as PublishTools, told };
}

async function run(step: (tools: PublishTools) => Step<PublishContext>, of: PublishContext) {
  const { tools, told } = world();
  const stage = { name: 'publish', steps: () => [step(tools)] };
  const options = {
    clock: new VirtualClock(),
    reporter: new RecordingReporter(),
    signal: new AbortController().signal,
  };
  const plan = await runStage(stage, of, { ...options, mode: 'plan' });
  expect(told).toEqual({ updates: [], records: 0 });
  const report = await runStage(stage, of, { ...options, mode: 'apply' });
  const [only] = report.steps;
  return {
    planned: plan.outcome,
    outcome: report.outcome,
    code: only?.error?.code,
    notes: only?.notes ?? [],
    told,
    context: report.context,
  };
}

const asStep = <Seen, Action>(make: (tools: PublishTools) => Step<PublishContext, Seen, Action>) =>
  make as unknown as (tools: PublishTools) => Step<PublishContext>;

describe('publish --only release', () => {
  const step = asStep(publishReleaseStep);

  it('publishes a complete draft, and notes that the record is begun', async () => {
    const { outcome, told } = await run(step, context({ release: release('none') }));
    expect(outcome).toBe('done');
    expect(told.updates).toEqual([{ draft: false, makeLatest: true, body: release('intent').body }]);
  });

  it.each<[string, Partial<PublishContext>]>([
    ['no release', {}],
    ['a draft without files', { release: release('none', { assets: [] }) }],
    ['a draft that lacks one', { release: release('none', { assets: assets.slice(1) }) }],
    [
      'a draft with a broken upload',
      {
        release: release('none', { assets: assets.map((asset) => ({ ...asset, state: 'starter' })) }),
      },
    ],
    [
      'a draft with another file',
      {
        release: release('none', { assets: [...assets, { ...assets[0], id: 9, name: 'x' } as ReleaseAsset] }),
      },
    ],
  ])('refuses %s and changes nothing', async (_, changes) => {
    const { planned, outcome, code, told } = await run(step, context(changes));
    // A dry run cannot know what the draft will hold by then.
    expect(planned).toBe('done');
    expect({ outcome, code }).toEqual({ outcome: 'refused', code: 'ASSETS_DIFFER' });
    expect(told.updates).toEqual([]);
  });

  it('has nothing to do for a release that is out', async () => {
    expect(await run(step, context({ release: release('intent', { draft: false }) }))).toMatchObject({
      outcome: 'nothing-to-do',
      told: { updates: [] },
    });
  });

  it.each<[string, string, Partial<GitHubRelease>, boolean]>([
    ['the first', '1.3.0', { tag: 'nightly' }, true],
    ['newer than all', '1.3.0', { tag: 'v1.2.0' }, true],
    ['a back-port', '1.3.0', { tag: 'v2.0.0' }, false],
    ['newer than all but a pre-release', '1.3.0', { tag: 'v2.0.0rc1', prerelease: true }, true],
    ['newer than all but a draft', '1.3.0', { tag: 'v2.0.0', draft: true }, true],
  ])('latest: %s', async (_, version, other, latest) => {
    const releases = [release('done', { id: 2, draft: false, ...other })];
    const { told } = await run(step, context({ release: release('none'), releases, version }));
    expect(told.updates[0]?.makeLatest).toBe(latest);
  });

  it('a pre-release is never the latest', async () => {
    const plan = { prerelease: true } as ReleasePlan;
    const { told } = await run(step, context({ release: release('none'), plan, version: '2.0.0rc1' }));
    expect(told.updates[0]?.makeLatest).toBe(false);
  });
});

describe('publish --only record', () => {
  const step = asStep(recordStep);

  it.each<[string, Partial<PublishContext>]>([
    ['no release', {}],
    ['a draft', { release: release('none') }],
  ])('refuses %s: what is not out is not recorded', async (_, changes) => {
    const { planned, outcome, told } = await run(step, context(changes));
    expect(planned).toBe('done');
    expect(outcome).toBe('refused');
    expect(told.records).toBe(0);
  });

  it('records a release that is out, once', async () => {
    const out = release('none', { draft: false });
    expect(await run(step, context({ release: out, releases: [] }))).toMatchObject({
      outcome: 'done',
      notes: [],
      told: { records: 1 },
    });
    const recorded = release('done', { draft: false });
    expect(await run(step, context({ release: recorded }))).toMatchObject({
      outcome: 'nothing-to-do',
      told: { records: 0 },
    });
  });

  it('records again when an earlier run left it open, and says so', async () => {
    const doubtful = release('intent', { draft: false });
    const { told, notes } = await run(step, context({ release: doubtful, releases: [doubtful] }));
    expect(told.records).toBe(1);
    expect(notes).toHaveLength(1);
  });

  it('is not in doubt when this very run published it', async () => {
    const published = release('intent', { draft: false });
    const { told, notes } = await run(step, context({ release: published, releases: [release('none')] }));
    expect(told.records).toBe(1);
    expect(notes).toEqual([]);
  });

  it('notes it on the release; what people wrote stays', async () => {
    const edited = release('intent', { draft: false, body: `By hand.\n${release('intent').body}` });
    const { told } = await run(asStep(recordNoteStep), context({ release: edited }));
    expect(told.updates).toEqual([{ body: `By hand.\n${release('done').body}` }]);
  });
});

describe('the draft release', () => {
  it.each([
    ['short notes', '- One\n'],
    // GitHub takes 125,000 characters.
    ['notes that are longer than GitHub takes', '- One of very many entries\n'.repeat(10_000)],
  ])('%s', (_, notes) => {
    const plan = { notes, prerelease: false } as ReleasePlan;
    const decision = draftReleaseStep(world().tools).decide(context({ plan }), { release: undefined });
    if (decision.kind !== 'act') throw new Error(decision.kind);
    expect(decision.action.body.length).toBeLessThanOrEqual(125_000);
    expect(decision.action.body.startsWith('- One')).toBe(true);
    expect(findReleaseNote(decision.action.body)).toEqual({ tag: 'v1.3.0', commit: COMMIT, record: 'none' });
  });
});

describe('the files of the draft', () => {
  const decide = (of: PublishContext, seen: readonly ReleaseAsset[]) =>
    assetsStep(world().tools).decide(of, { assets: seen });

  it.each<[string, Partial<PublishContext>, readonly ReleaseAsset[], string]>([
    ['all there', { release: release('none') }, assets, 'settled'],
    ['one missing', { release: release('none') }, assets.slice(1), 'act'],
    ['no release yet, in a dry run', {}, [], 'act'],
    [
      'a foreign one',
      { release: release('none') },
      [{ id: 5, name: 'x', size: 1, state: 'uploaded' }],
      'refuse',
    ],
    ['the release is out', { release: release('done', { draft: false }) }, [], 'settled'],
  ])('%s', (_, changes, seen, kind) => {
    expect(decide(context(changes), seen).kind).toBe(kind);
  });
});

describe('the release of a tag', () => {
  const step = releaseStep(world().tools);
  const decide = (...releases: GitHubRelease[]) => step.decide(context(), releases);

  it.each<[string, GitHubRelease[], string, boolean]>([
    ['none', [], 'settled', false],
    ['a draft of ours', [release('none')], 'settled', false],
    ['out, not recorded', [release('intent', { draft: false })], 'settled', false],
    ['out and recorded', [release('done', { draft: false })], 'settled', true],
    ['of another tag', [release('done', { tag: 'v1.2.0', draft: false, body: 'by hand' })], 'settled', false],
    ['made by hand', [release('none', { body: 'by hand' })], 'refuse', false],
    [
      'of another commit',
      [
        release('none', {
          body: withReleaseNote('', { tag: 'v1.3.0', commit: 'f'.repeat(40), record: 'done' }),
        }),
      ],
      'refuse',
      false,
    ],
  ])('%s', (_, releases, kind, ends) => {
    const decision = decide(...releases);
    expect(decision.kind).toBe(kind);
    expect(decision.kind === 'settled' && decision.endsStage === true).toBe(ends);
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
    expect(step.learn(context(), releases).release?.id).toBe(id);
  });
});
