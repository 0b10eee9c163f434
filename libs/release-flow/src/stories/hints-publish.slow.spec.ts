import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reporter, StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY, type RunInWorld } from '../../test/flow-world.ts';
import { commandsIn, follow } from '../../test/follow.ts';
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
});
afterEach(async () => {
  await world.close();
});

const WHEEL = 'demo-1.3.0-py3-none-any.whl';
const SDIST = 'demo-1.3.0.tar.gz';
const PLAN = 'release-plan.json';

/** One way in which publish is refused or fails. */
interface Row {
  readonly code: string;
  readonly how: string;
  /** Changes the built files before they are uploaded. */
  readonly build?: (dist: string) => Promise<void>;
  /** Default: Create Tag. */
  readonly tag?: (sha: string) => Promise<void>;
  /** What happens before publish; answers with its options. */
  readonly before?: () => Promise<RunInWorld | undefined> | RunInWorld | undefined;
  /** What the hint asks of a person before its command. */
  readonly person?: () => Promise<void> | void;
  readonly end: 'released' | 'superseded';
}

const untilDraft = () => publishUntil('assets');

/** Publishes until a step ends, as a job that is cancelled. */
async function publishUntil(name: string): Promise<void> {
  const stop = new AbortController();
  const reporter: Reporter = {
    report: (event) => {
      if (event.kind === 'step-ended' && event.report.step === name) stop.abort();
    },
  };
  await world.publish('v1.3.0', { reporter, signal: stop.signal });
}

function putOnIndex(filename: string, bytes?: Uint8Array): void {
  const asset = bytes ?? person.release().assets.find(({ name }) => name === filename)?.bytes;
  world.sandbox.pypi.putFile('demo', '1.3.0', { filename, bytes: asset ?? new Uint8Array() });
}

async function editPlan(dist: string, edit: (plan: Record<string, unknown>) => void): Promise<void> {
  const plan = JSON.parse(await readFile(join(dist, PLAN), 'utf8')) as Record<string, unknown>;
  edit(plan);
  await writeFile(join(dist, PLAN), `${JSON.stringify(plan, null, 2)}\n`);
}

function tamperArtifact(): void {
  const { github } = world.sandbox;
  const run = github
    .repository(REPOSITORY)
    .runs.find(({ workflow }) => workflow.path.endsWith('package.yml'));
  const [artifact] = github.artifacts(run?.id ?? 0);
  const zip = github.artifactZip(artifact?.id ?? 0);
  zip[zip.length - 1] = 1;
}

const immutable = () => {
  world.sandbox.github.configure(REPOSITORY, { immutableReleases: true });
};

const REFUSALS: readonly Row[] = [
  {
    code: 'TAG_MISSING',
    how: 'GitHub forgot to start Create Tag',
    tag: () => Promise.resolve(),
    end: 'released',
  },
  {
    code: 'TAG_UNKNOWN',
    how: 'a tag by hand on a commit that was never packaged',
    tag: async () => person.pushTag('v1.3.0', 'main~1'),
    end: 'superseded',
  },
  {
    code: 'ARTIFACT_MISSING',
    how: 'a tag by hand, and package failed',
    build: () => Promise.resolve(),
    tag: async (sha) => {
      person.expireArtifacts();
      world.sandbox.github.repository(REPOSITORY).runs.length = 0;
      person.packageRun(sha, 'failure');
      await person.pushTag('v1.3.0', sha);
    },
    end: 'released',
  },
  {
    code: 'ARTIFACT_MISSING',
    how: 'the artifact expired before publish began',
    before: () => {
      person.expireArtifacts();
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'ARTIFACT_DIFFERS',
    how: 'other bytes than the tag names',
    before: () => {
      tamperArtifact();
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'PLAN_INVALID',
    how: 'a plan of another format',
    build: async (dist) =>
      editPlan(dist, (plan) => {
        plan['format'] = 2;
      }),
    end: 'superseded',
  },
  {
    code: 'PLAN_DIFFERS',
    how: 'a plan of another version',
    build: async (dist) =>
      editPlan(dist, (plan) => {
        plan['version'] = '1.4.0';
      }),
    end: 'superseded',
  },
  {
    code: 'PLAN_UNTESTED',
    how: 'a plan without tests',
    build: async (dist) =>
      editPlan(dist, (plan) => {
        plan['tests'] = [];
        plan['settings'] = { ...(plan['settings'] as object), skip: [] };
      }),
    end: 'superseded',
  },
  {
    code: 'INDEX_CONFLICT',
    how: 'another file under the name',
    before: () => {
      putOnIndex(WHEEL, new Uint8Array([1]));
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'INDEX_CONFLICT',
    how: 'a name that a deleted file had',
    before: () => {
      const body = 'This filename was previously used by a file that has since been deleted.';
      world.sandbox.faults.next('pypi.upload', { then: { status: 400, body } });
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'INDEX_MISMATCH',
    how: 'only the GitHub release, before the upload',
    before: async () => {
      await untilDraft();
      return { only: ['release'] };
    },
    end: 'released',
  },
  {
    code: 'RELEASE_IN_FLIGHT',
    how: 'only the record, before the GitHub release',
    before: async () => {
      await untilDraft();
      putOnIndex(WHEEL);
      putOnIndex(SDIST);
      return { only: ['record'] };
    },
    end: 'released',
  },
  {
    code: 'RELEASE_FOREIGN',
    how: 'a person created the release',
    before: async () => {
      await person.createRelease();
      return undefined;
    },
    end: 'released',
  },
  {
    code: 'RELEASE_FOREIGN',
    how: 'a person created a draft release',
    before: async () => {
      await person.createRelease('v1.3.0', true);
      return undefined;
    },
    end: 'released',
  },
  {
    code: 'RELEASE_FOREIGN',
    how: 'a person created an immutable release',
    before: async () => {
      immutable();
      await person.createRelease();
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'RELEASE_FOREIGN',
    how: 'a person created an immutable release and deleted it',
    before: async () => {
      immutable();
      await person.createRelease();
      await person.deleteRelease();
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'ASSETS_DIFFER',
    how: 'another file on the draft',
    before: async () => {
      await untilDraft();
      await person.addAsset('guide.pdf', new Uint8Array([1]));
      return undefined;
    },
    person: async () => person.deleteAsset('guide.pdf'),
    end: 'released',
  },
  {
    code: 'ASSETS_DIFFER',
    how: 'a changed file on a release that a person published',
    before: async () => {
      await untilDraft();
      await person.tamper(WHEEL);
      await person.publish();
      return undefined;
    },
    person: async () => person.deleteAsset(WHEEL),
    end: 'released',
  },
  {
    code: 'ASSETS_DIFFER',
    how: 'a changed file on an immutable release',
    before: async () => {
      await untilDraft();
      await person.tamper(WHEEL);
      immutable();
      await person.publish();
      return undefined;
    },
    end: 'superseded',
  },
  {
    code: 'ASSETS_DIFFER',
    how: 'only the GitHub release, and the draft lacks a file',
    before: async () => {
      await untilDraft();
      putOnIndex(WHEEL);
      putOnIndex(SDIST);
      await person.deleteAsset(WHEEL);
      return { only: ['release'] };
    },
    end: 'released',
  },
];

/** A failure that a service answers with, until it is repaired. */
const fails = (code: string, operation: string, status: number, body = ''): Row => ({
  code,
  how: `${operation} answers ${status}`,
  before: () => {
    const fault = { then: { status, body, headers: { location: 'https://elsewhere.example/' } } } as const;
    world.sandbox.faults.next(operation, ...Array.from({ length: 500 }, () => fault));
    return undefined;
  },
  person: () => {
    while (world.sandbox.faults.take(operation) !== undefined);
  },
  end: 'released',
});

const NO_PUBLISHER = JSON.stringify({
  message: 'Token request failed',
  errors: [{ code: 'invalid-publisher', description: 'valid token, but no corresponding publisher' }],
});

const FAILURES: readonly Row[] = [
  fails('TPS_TOKEN_REFUSED', 'tps.lock', 401),
  fails('TPS_NOT_FOUND', 'tps.lock', 404),
  fails('TPS_REQUEST_REFUSED', 'tps.lock', 422),
  fails('TPS_REDIRECTED', 'tps.lock', 302),
  fails('TPS_UNKNOWN_ANSWER', 'tps.lock', 418),
  fails('TPS_UNAVAILABLE', 'tps.lock', 503),
  fails('GITHUB_UNAVAILABLE', 'github.releases.list', 503),
  fails('GITHUB_BAD_CREDENTIALS', 'github.releases.list', 401),
  fails('GITHUB_FORBIDDEN', 'github.releases.create', 403),
  fails('GITHUB_RATE_LIMITED', 'github.releases.list', 429),
  fails('GITHUB_MOVED', 'github.releases.list', 301),
  fails('GITHUB_INVALID', 'github.releases.create', 422),
  fails('GITHUB_CONFLICT', 'github.releases.update', 409),
  fails('GITHUB_UNEXPECTED_ANSWER', 'github.releases.create', 418),
  fails('PYPI_INDEX_UNAVAILABLE', 'pypi.simple', 503),
  fails('PYPI_UPLOAD_FORBIDDEN', 'pypi.upload', 403),
  fails('PYPI_UPLOAD_CLOSED', 'pypi.upload', 403, 'Read-only mode: Uploads are temporarily disabled.'),
  fails('PYPI_UPLOAD_LIMITED', 'pypi.upload', 429),
  fails('PYPI_UPLOAD_URL_WRONG', 'pypi.upload', 404),
  fails('PYPI_UPLOAD_UNCERTAIN', 'pypi.upload', 503),
  fails('PYPI_TRUSTED_PUBLISHING_REFUSED', 'pypi.mint', 422, NO_PUBLISHER),
  fails('PYPI_TRUSTED_PUBLISHING_UNAVAILABLE', 'pypi.mint', 503),
  { ...fails('PYPI_UPLOAD_REFUSED', 'pypi.upload', 400, 'Invalid metadata.'), end: 'superseded' },
  fails('CHANGE_RECORD_TOKEN_REFUSED', 'tps.record', 401),
  fails('CHANGE_RECORD_NOT_FOUND', 'tps.record', 404),
  fails('CHANGE_RECORD_REFUSED', 'tps.record', 422),
  fails('CHANGE_RECORD_UNKNOWN_ANSWER', 'tps.record', 302),
  fails('CHANGE_RECORD_UNAVAILABLE', 'tps.record', 503),
];

/** Brings a release up to the point where publish meets the problem, and publishes. */
async function meet(row: Row): Promise<StageReport> {
  await world.draft();
  const push = world.merge();
  const sha = String(push['after']);
  await world.package(push);
  await row.build?.(join(world.root, 'dist'));
  await world.finishPackageRun(sha);
  if (row.tag === undefined) await world.createTag();
  else await row.tag(sha);
  return await world.publish('v1.3.0', (await row.before?.()) ?? {});
}

describe('the hint of publish leads to the end', () => {
  it.each([...REFUSALS, ...FAILURES].map((row) => [row.code, row.how, row] as const))(
    '%s: %s',
    async (code, _, row) => {
      const report = await meet(row);
      const error = report.steps.find((step) => step.error !== undefined)?.error;
      expect(error?.code, JSON.stringify(error)).toBe(code);
      const hint = error?.hint ?? '';
      expect(hint).not.toBe('');
      const { next } = await world.status('1.3.0');
      expect(commandsIn(next).length, next).toBeLessThanOrEqual(1);
      await row.person?.();
      await person.pushFix();
      // A hint without a command says what to correct; then publish runs again.
      const commands = commandsIn(hint);
      for (const command of commands.length > 0 ? commands : ['gh workflow run publish.yml --ref v1.3.0']) {
        const followed = await follow(world, command);
        expect(followed?.outcome ?? 'done', command).toBe('done');
      }
      for (let status = await world.status('1.3.0'), steps = 0; status.state !== row.end; steps += 1) {
        expect(steps, `${status.state}: ${status.next}`).toBeLessThan(3);
        await follow(world, status.next);
        status = await world.status('1.3.0');
      }
      if (row.end === 'superseded') {
        expect(await world.status()).toMatchObject({ version: '1.3.1', state: 'open' });
        expect(world.sandbox.tps.records).toEqual([]);
      } else {
        expect(world.sandbox.pypi.filesOf('demo', '1.3.0')).toEqual([WHEEL, SDIST]);
        expect(new Set(world.sandbox.tps.records.map(({ sha }) => sha)).size).toBe(1);
      }
    },
  );

  it('is followed here for every code that publish refuses with', () => {
    const folder = join(import.meta.dirname, '../stages/publish');
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const refused = texts.flatMap((text) =>
      [...text.matchAll(/refuse\(\s*'([A-Z_]+)'/g)].map(([, code]) => code),
    );
    const followed = new Set(REFUSALS.map(({ code }) => code));
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.filter((code) => code === undefined || !followed.has(code))).toEqual([]);
  });
});
