import { createHash } from 'node:crypto';
import type { Reporter, StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { Person } from '../../test/person.ts';
import { makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;
let person: Person;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  person = new Person(world);
  await world.upToTag();
});
afterEach(async () => {
  await world.close();
});

const WHEEL = 'demo-1.3.0-py3-none-any.whl';
const SDIST = 'demo-1.3.0.tar.gz';
const PLAN = 'release-plan.json';
const step = (report: StageReport, name: string) => report.steps.find((each) => each.step === name);
const withoutHash = () => person.edit((person.release().body ?? '').replace(/ plan=sha256:\w+/, ''));

/** Publishes until a step ends; then a freeze begins, which holds the next irreversible step. */
async function publishUntil(name: string): Promise<void> {
  const stop = new AbortController();
  const reporter: Reporter = {
    report: (event) => {
      if (event.kind === 'step-ended' && event.report.step === name) stop.abort();
    },
  };
  await world.publish('v1.3.0', { reporter, signal: stop.signal });
}

/** Puts one of the built files on the index, as an earlier run did. */
function putOnIndex(filename: string): void {
  const bytes = person.release().assets.find(({ name }) => name === filename)?.bytes ?? new Uint8Array();
  world.sandbox.pypi.putFile('demo', '1.3.0', { filename, bytes });
}

const loseArtifact: readonly [string, () => void][] = [
  [
    'expired',
    () => {
      person.expireArtifacts();
    },
  ],
  [
    'deleted before its details are read',
    () => {
      world.sandbox.faults.next('github.actions.getArtifact', {
        then: { status: 404, body: '{"message":"Not Found"}' },
      });
    },
  ],
  [
    'deleted with its run',
    () => {
      world.sandbox.faults.next('github.actions.getRun', {
        then: { status: 404, body: '{"message":"Not Found"}' },
      });
    },
  ],
  [
    'deleted before its download',
    () => {
      world.sandbox.faults.next('github.actions.downloadArtifact', {
        then: { status: 410, body: '{"message":"Artifact has expired"}' },
      });
    },
  ],
];

describe('the artifact is gone, and the draft release holds the files', () => {
  beforeEach(async () => publishUntil('assets'));

  it.each(loseArtifact)('%s: publish takes them from the release, and says so', async (_, lose) => {
    lose();
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('done');
    expect(step(report, 'artifact')?.notes).toHaveLength(1);
    expect(world.sandbox.pypi.filesOf('demo', '1.3.0')).toEqual([WHEEL, SDIST]);
    expect(world.sandbox.tps.records).toHaveLength(1);
    person.expireArtifacts();
    expect((await world.publish('v1.3.0')).outcome).toBe('nothing-to-do');
  });

  it.each<[string, () => Promise<void> | void, string]>([
    ['a changed wheel', () => person.tamper(WHEEL), 'ARTIFACT_MISSING'],
    ['a changed plan', () => person.tamper(PLAN), 'ARTIFACT_DIFFERS'],
    ['no plan', () => person.deleteAsset(PLAN), 'ARTIFACT_MISSING'],
    ['no wheel', () => person.deleteAsset(WHEEL), 'ARTIFACT_MISSING'],
    ['no release at all', () => person.deleteRelease(), 'ARTIFACT_MISSING'],
    ['a note without the hash of the plan', withoutHash, 'ARTIFACT_DIFFERS'],
    [
      'a note without the hash of the plan, and one file on the index',
      async () => {
        putOnIndex(WHEEL);
        await withoutHash();
      },
      'ARTIFACT_DIFFERS',
    ],
  ])('%s: refused, and nothing is published', async (_, change, code) => {
    person.expireArtifacts();
    await change();
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('refused');
    expect(step(report, 'artifact')?.error).toMatchObject({
      code,
      hint: expect.stringContaining('heroku-release draft patch --supersedes 1.3.0') as string,
    });
    expect(world.sandbox.log.filter(({ operation }) => operation === 'pypi.upload')).toEqual([]);
    expect(world.sandbox.tps.records).toEqual([]);
  });

  it('a file that the release lost comes from the index, and is put back', async () => {
    putOnIndex(WHEEL);
    await person.deleteAsset(WHEEL);
    person.expireArtifacts();
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
    expect(
      person
        .release()
        .assets.map(({ name }) => name)
        .sort(),
    ).toEqual([WHEEL, SDIST, PLAN].sort());
  });

  it('an old note without a hash is enough when the index shows every file', async () => {
    putOnIndex(WHEEL);
    putOnIndex(SDIST);
    await withoutHash();
    person.expireArtifacts();
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('done');
    expect(person.release().body).toMatch(/record=done plan=sha256:[0-9a-f]{64} -->/);
  });
});

it('a run of package that is run again after the tag does not block publish', async () => {
  const { github } = world.sandbox;
  const run = github
    .repository(REPOSITORY)
    .runs.find(({ workflow }) => workflow.path.endsWith('package.yml'));
  github.updateRun(run?.id ?? 0, { status: 'queued', attempt: 2 });
  expect((await world.publish('v1.3.0')).outcome).toBe('done');
});

describe('GitHub states no digests of assets', () => {
  beforeEach(() => {
    world.sandbox.github.configure(REPOSITORY, { assetDigests: false });
  });

  const stored = (name: string) => {
    const bytes = person.release().assets.find((each) => each.name === name)?.bytes ?? new Uint8Array();
    return createHash('sha256').update(bytes).digest('hex');
  };

  it('publish compares the bytes, and has nothing to do the second time', async () => {
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
    expect((await world.publish('v1.3.0')).outcome).toBe('nothing-to-do');
  });

  it('a file of the draft with other bytes of the same size is replaced', async () => {
    await publishUntil('assets');
    const before = stored(WHEEL);
    await person.tamper(WHEEL);
    expect(stored(WHEEL)).not.toBe(before);
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('done');
    expect(step(report, 'assets')?.outcome).toBe('done');
    expect(stored(WHEEL)).toBe(before);
  });

  it('a published file with other bytes of the same size is refused, and a person replaces it', async () => {
    await publishUntil('assets');
    await person.tamper(WHEEL);
    await person.publish();
    const refused = await world.publish('v1.3.0');
    expect(step(refused, 'assets')?.error?.code).toBe('ASSETS_DIFFER');
    await person.deleteAsset(WHEEL);
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
  });
});
