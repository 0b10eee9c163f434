import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Branches } from '../../test/branches.ts';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { git, makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;
let branches: Branches;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  branches = new Branches(world);
});
afterEach(async () => {
  await world.close();
});

const refusal = (report: StageReport) => report.steps.find(({ error }) => error !== undefined)?.error;

/** Runs the git commands that a hint names, in the releaser's checkout. */
async function follow(hint: string): Promise<void> {
  for (const [, command = ''] of hint.matchAll(/\bgit ([a-z]+ [^,;&]*?)(?=,|;| &&|$)/g)) {
    await git(world.checkout, ...command.trim().split(' '));
  }
}

/** The bump that a hint names: `heroku-release draft patch`. */
const bumpIn = (hint: string) => /heroku-release draft ([\w.]+)/.exec(hint)?.[1];

async function publish(version: string): Promise<void> {
  const push = world.merge('squash');
  expect(refusal(await world.package(push))).toBeUndefined();
  await world.finishPackageRun(String(push['after']));
  expect((await world.createTag()).outcome).toBe('done');
  expect((await world.publish(`v${version}`)).outcome).toBe('done');
}

interface Row {
  readonly code: string;
  readonly prepare: () => Promise<unknown>;
  /** The release that comes of it. Default: 1.3.0. */
  readonly version?: string;
  readonly bump?: string;
}

const tag = async (name: string) => {
  await git(world.checkout, 'tag', '-a', '-m', name, name);
  await git(world.checkout, 'push', '--quiet', 'origin', name);
};

const ROWS: Readonly<Record<string, Row>> = {
  'a shallow clone': {
    code: 'HISTORY_SHALLOW',
    prepare: async () => {
      await rm(world.checkout, { recursive: true });
      const url = `file://${join(world.root, 'remote.git')}`;
      await git(world.root, 'clone', '--quiet', '--depth=1', url, 'checkout');
      await git(world.checkout, 'config', 'user.name', 'Ada');
      await git(world.checkout, 'config', 'user.email', 'ada@example.invalid');
    },
  },
  'a checkout on another branch': {
    code: 'BASE_BRANCH_WRONG',
    prepare: () => git(world.checkout, 'switch', '--quiet', '-c', 'feature'),
  },
  'a base branch behind its remote': {
    code: 'BASE_BRANCH_BEHIND',
    prepare: () => branches.commit('main', 'feat: one more', { 'demo/one.py': '' }),
  },
  'nothing to release': {
    code: 'NOTHING_TO_RELEASE',
    bump: 'auto',
    version: '1.2.1',
    prepare: async () => {
      await git(world.checkout, 'push', '--quiet', 'origin', ':refs/tags/v1.2.0');
      await git(world.checkout, 'tag', '--delete', 'v1.2.0');
      await tag('v1.2.0');
      await branches.edit('main', 'CHANGELOG.md', (text) => `${text}- Late\n`, 'Update CHANGELOG.md');
      await branches.pull();
    },
  },
  'a branch of another person': {
    code: 'BRANCH_DIFFERS',
    prepare: () => git(world.checkout, 'push', '--quiet', 'origin', 'main:refs/heads/release-v1.3.0'),
  },
};

describe('the hint of a refused draft leads to a published release', () => {
  it.each(Object.entries(ROWS))('%s', async (_, { code, prepare, version = '1.3.0', bump = 'minor' }) => {
    await prepare();
    const refused = refusal(await world.draft(bump));
    expect(refused?.code).toBe(code);
    const hint = refused?.hint ?? '';
    await follow(hint);
    const drafted = await world.draft(bumpIn(hint) ?? bump);
    expect(refusal(drafted)).toBeUndefined();
    expect(drafted.outcome).toBe('done');
    await publish(version);
  });

  it('another release that is open and whose branch is deleted', async () => {
    await world.draft('patch');
    const refused = refusal(await world.draft('minor'));
    expect(refused).toMatchObject({ code: 'RELEASE_IN_FLIGHT' });
    expect(refused?.hint).toContain('close it and delete its branch');
    world.sandbox.github.deleteBranch(REPOSITORY, 'release-v1.2.1', { by: 'ada' });
    expect((await world.draft('minor')).outcome).toBe('done');
    await publish('1.3.0');
  });
});

describe('the hint of a refused package leads to a published release', () => {
  it('a version that an ordinary pull request changed', async () => {
    await branches.work('main', (clone) =>
      git(clone, 'push', '--quiet', 'origin', 'main:bump').then(() => undefined),
    );
    await branches.edit('bump', 'pyproject.toml', (text) => text.replace('1.2.0', '1.3.0'), 'feat: bump');
    world.sandbox.github.syncRefs(REPOSITORY, 'ada');
    world.sandbox.github.openPullRequest(REPOSITORY, {
      head: 'bump',
      base: 'main',
      title: 'Bump',
      by: 'ada',
    });
    const refused = refusal(await world.package(world.merge()));
    expect(refused).toMatchObject({ code: 'RELEASE_MERGE_INVALID' });
    await branches.pull();
    expect((await world.draft('1.3.0')).outcome).toBe('done');
    await publish('1.3.0');
  });
});
