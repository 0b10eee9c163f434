import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsSchema } from '@heroku-release/release-history';
import { FileStore } from '@heroku-release/release-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReleasePlan, PLAN_FILE } from '../../plan/release-plan.ts';
import type { PackageInput, PackagePart, PackageServices } from './package-input.ts';
import { writePlan } from './write-plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'make-plan-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const WHEEL = 'a'.repeat(64);
const wheel = { name: 'demo-1.3.0-py3-none-any.whl', path: '/nowhere', size: 1, sha256: WHEEL };
const sdist = { name: 'demo-1.3.0.tar.gz', path: '/nowhere', size: 2, sha256: 'b'.repeat(64) };
const passed = { python: '3.12', version: '3.12.1', subject: 'wheel', outcome: 'passed', wheelSha256: WHEEL };

type Facts = Parameters<typeof writePlan.decide>[0] & Parameters<typeof writePlan.act>[1];

function factsWith(changes: object = {}): Facts {
  const services = {
    files: new FileStore(),
    outFolder: folder,
    repository: 'heroku/demo',
    project: { name: 'demo' },
  } as unknown as PackageServices;
  const input: PackageInput = {
    services,
    event: { kind: 'local' },
    settings: settingsSchema.parse({ pythons: ['3.12'] }),
    parts: new Set<PackagePart>(['build', 'test', 'lint']),
    sha: 'c'.repeat(40),
  };
  const release = { kind: 'release', target: { version: '1.3.0', tag: 'v1.3.0', pullRequest: {} } };
  return {
    ...input,
    release,
    build: { wheel, files: [wheel, sdist] },
    test: [passed],
    ...changes,
  } as unknown as Facts;
}

async function written(facts: Facts) {
  const decision = writePlan.decide(facts, '- Something\n');
  if (decision.kind !== 'act') throw new Error(decision.kind);
  await writePlan.act(decision.action, facts, {} as never);
  return parseReleasePlan(await new FileStore().readText(join(folder, PLAN_FILE)));
}

describe('the plan that package writes', () => {
  it('states which bytes passed on which Python', async () => {
    expect(await written(factsWith())).toMatchObject({
      version: '1.3.0',
      component: 'demo',
      artifacts: [
        { kind: 'wheel', sha256: WHEEL },
        { kind: 'sdist', size: 2 },
      ],
      tested: 'wheel',
      tests: [{ python: '3.12', interpreter: '3.12.1', outcome: 'passed', sha256: WHEEL }],
      lint: 'passed',
      notes: '- Something\n',
    });
  });

  it('states what a setting skipped', async () => {
    const settings = settingsSchema.parse({
      pythons: ['3.12'],
      skip: ['tests', 'lint'],
      component: 'applink',
    });
    expect(await written(factsWith({ settings, test: [] }))).toMatchObject({
      component: 'applink',
      tested: 'nothing',
      tests: [{ python: '3.12', outcome: 'skipped' }],
      lint: 'skipped',
    });
  });

  it('states when the source tree was tested', async () => {
    const test = [{ ...passed, subject: 'source-tree' }];
    expect((await written(factsWith({ test }))).tested).toBe('source-tree');
  });

  it.each<[string, object]>([
    ['not a release', { release: { kind: 'ordinary' } }],
    ['only the build', { parts: new Set(['build']), test: [] }],
    ['no lint: nothing proves that it passed', { parts: new Set(['build', 'test']) }],
    ['only lint: there are no files', { parts: new Set(['lint']), build: undefined }],
  ])('is not written: %s', (_, changes) => {
    expect(writePlan.decide(factsWith(changes), '').kind).toBe('settled');
  });
});
