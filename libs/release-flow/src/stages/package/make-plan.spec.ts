import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '@heroku-release/release-kit';
import type { StepIo } from '@heroku-release/release-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReleasePlan, PLAN_FILE } from '../../plan/release-plan.ts';
import { settingsSchema } from '@heroku-release/release-history';
import type { PackageContext, PackagePart, PackageTools } from './context.ts';
import { planStep } from './plan-step.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-step-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const WHEEL = 'a'.repeat(64);
const built = [
  { name: 'demo-1.3.0-py3-none-any.whl', path: '/nowhere', size: 1, sha256: WHEEL },
  { name: 'demo-1.3.0.tar.gz', path: '/nowhere', size: 2, sha256: 'b'.repeat(64) },
];

function context(changes: object = {}): PackageContext {
  return {
    event: { kind: 'local' },
    settings: settingsSchema.parse({ pythons: ['3.12'] }),
    parts: new Set<PackagePart>(['build', 'test', 'lint']),
    sha: 'c'.repeat(40),
    release: { version: '1.3.0', tag: 'v1.3.0', pullRequest: {} },
    built,
    tests: [{ python: '3.12', version: '3.12.1', subject: 'wheel', outcome: 'passed', wheelSha256: WHEEL }],
    lint: { outcome: 'passed' },
    ...changes,
  } as unknown as PackageContext;
}

const step = () =>
  planStep({
    files: new FileStore(),
    outFolder: folder,
    repository: 'heroku/demo',
    project: { name: 'demo' },
  } as unknown as PackageTools);

async function written(of: PackageContext) {
  const decision = step().decide(of, { notes: '- Something\n' });
  if (decision.kind !== 'act') throw new Error(decision.kind);
  await step().act(decision.action, {} as StepIo);
  return parseReleasePlan(await new FileStore().readText(join(folder, PLAN_FILE)));
}

describe('the plan that package writes', () => {
  it('says which bytes passed where', async () => {
    expect(await written(context())).toMatchObject({
      version: '1.3.0',
      component: 'demo',
      tested: 'wheel',
      tests: [{ python: '3.12', interpreter: '3.12.1', outcome: 'passed', sha256: WHEEL }],
      lint: 'passed',
      notes: '- Something\n',
    });
  });

  it('says what was left out by a setting', async () => {
    const settings = settingsSchema.parse({
      pythons: ['3.12'],
      skip: ['tests', 'lint'],
      component: 'applink',
    });
    expect(await written(context({ settings, tests: [], lint: undefined }))).toMatchObject({
      component: 'applink',
      tested: 'nothing',
      tests: [{ python: '3.12', outcome: 'skipped' }],
      lint: 'skipped',
    });
  });

  it('says when the source tree was tested', async () => {
    const tests = [
      { python: '3.12', version: '3.12.1', subject: 'source-tree', outcome: 'passed', wheelSha256: WHEEL },
    ];
    expect((await written(context({ tests }))).tested).toBe('source-tree');
  });

  it.each<[string, object]>([
    ['no release', { release: undefined }],
    ['only the build', { parts: new Set(['build']), tests: [], lint: undefined }],
    ['no lint: nothing proves that it passed', { parts: new Set(['build', 'test']), lint: undefined }],
    ['only lint: there are no files', { parts: new Set(['lint']), built: undefined }],
  ])('is not written: %s', (_, changes) => {
    expect(step().decide(context(changes), { notes: '' }).kind).toBe('settled');
  });
});
