import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Branches } from '../../test/branches.ts';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { git, makeTemplate, type Template } from '../../test/template-repository.ts';

const BRANCH = 'release-v1.3.0';
const METHODS = ['merge', 'squash', 'rebase'] as const;
type Method = (typeof METHODS)[number];

let template: Template;
let world: FlowWorld;
let branches: Branches;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  branches = new Branches(world);
  await world.draft();
});
afterEach(async () => {
  await world.close();
});

const refusal = (report: StageReport) => report.steps.find(({ error }) => error !== undefined)?.error;
const requests = () => world.http.sent.filter(({ service }) => service === 'github').length;
const pull = () => world.sandbox.github.repository(REPOSITORY).pulls.at(-1)!;

/** Merges the newest pull request and publishes it. */
async function release(method: Method = 'merge'): Promise<void> {
  expect(refusal(await world.review())).toBeUndefined();
  const push = world.merge(method);
  const report = await world.package(push);
  expect(refusal(report)).toBeUndefined();
  await world.finishPackageRun(String(push['after']));
  expect((await world.createTag()).outcome).toBe('done');
  expect((await world.publish('v1.3.0')).outcome).toBe('done');
}

/** The repair that package names, as a person runs it. */
async function draftAgain(hint: string | undefined): Promise<StageReport> {
  const bump = /heroku-release draft (\S+)$/.exec(hint ?? '')?.[1];
  await branches.pull();
  return await world.draft(bump ?? 'the hint names no draft');
}

describe('draft, while its pull request is open', () => {
  it('has nothing to do when nothing changed, in one request', async () => {
    const before = await world.state();
    expect((await world.draft('1.3.0')).outcome).toBe('nothing-to-do');
    expect(requests()).toBe(1);
    expect(await world.state()).toEqual(before);
  });

  it.each(METHODS)(
    'adds what main brought, keeps what people wrote, and is published by %s',
    async (method) => {
      await branches.edit(
        BRANCH,
        'CHANGELOG.md',
        (text) => text.replace('greet people', 'Greet'),
        'Better words',
      );
      const head = await branches.remote('rev-parse', BRANCH);
      await branches.commit('main', 'feat: one more', { 'demo/one.py': '' });
      await branches.pull();
      const drafted = await world.draft('minor');
      expect(drafted.outcome).toBe('done');
      expect(requests()).toBe(2);
      const changelog = await branches.changelog(BRANCH);
      expect(changelog).toContain('- Greet ([#3]');
      expect(changelog).toContain('- one more');
      expect(pull().body).toContain('one more');
      // Nothing was overwritten, and the pull request shows no change of main.
      await branches.remote('merge-base', '--is-ancestor', head, BRANCH);
      expect((await branches.remote('diff', '--name-only', `main...${BRANCH}`)).split('\n')).toEqual([
        'CHANGELOG.md',
        'pyproject.toml',
      ]);
      expect(await branches.remote('log', '--format=%s', `${head}..${BRANCH}`, '^main')).toBe(
        `Update the changelog\nMerge branch 'main' into ${BRANCH}`,
      );
      const before = await world.state();
      expect((await world.draft('1.3.0')).outcome).toBe('nothing-to-do');
      expect(requests()).toBe(1);
      expect(await world.state()).toEqual(before);
      await release(method);
    },
  );

  it('decides in a dry run as in the run that follows, and changes nothing in it', async () => {
    await branches.commit('main', 'feat: one more', { 'demo/one.py': '' });
    await branches.pull();
    const before = await world.state();
    const objects = await git(world.checkout, 'count-objects', '-v');
    const plan = await world.draft('minor', { mode: 'plan' });
    expect(await world.state()).toEqual(before);
    expect(await git(world.checkout, 'count-objects', '-v')).toBe(objects);
    const apply = await world.draft('minor');
    expect(apply.steps.map(({ decision }) => decision)).toEqual(plan.steps.map(({ decision }) => decision));
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a fix on the branch', () => branches.commit(BRANCH, 'fix: say it right', { 'demo/bye.py': 'x = 1\n' })],
    [
      'main updated into the branch',
      async () => {
        await branches.commit('main', 'fix: say it right', { 'demo/bye.py': 'x = 1\n' });
        await branches.update(BRANCH);
      },
    ],
    [
      'a pull request merged into the branch',
      () =>
        branches.work(BRANCH, async (clone) => {
          await git(clone, 'switch', '--quiet', '-c', 'fix');
          await git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'fix: say it right');
          await git(clone, 'switch', '--quiet', BRANCH);
          await git(
            clone,
            'merge',
            '--quiet',
            '--no-ff',
            '-m',
            'Merge pull request #9 from heroku/fix',
            'fix',
          );
          // A merge without content is no change; this one has some.
          await git(clone, 'rm', '--quiet', 'README.md');
          await git(clone, 'commit', '--quiet', '--amend', '--no-edit');
        }),
    ],
    [
      'a section that somebody emptied',
      () =>
        branches.edit(
          BRANCH,
          'CHANGELOG.md',
          (text) => text.replace(/^- .*(greet|goodbye|explain).*\n/gm, ''),
          'Empty',
        ),
    ],
    [
      'a section that somebody removed',
      () =>
        branches.edit(
          BRANCH,
          'CHANGELOG.md',
          () => '# Changelog\n\n## 1.2.0 - 2026-01-01\n\n- Begin\n',
          'Gone',
        ),
    ],
    [
      'another version in the tree',
      () => branches.edit(BRANCH, 'pyproject.toml', (text) => text.replace('1.3.0', '1.4.0'), 'Other'),
    ],
  ])('repairs what package refuses: %s', async (_, spoil) => {
    await spoil();
    const refused = refusal(await world.review());
    expect(refused?.hint).toContain('heroku-release draft 1.3.0');
    expect((await draftAgain(refused?.hint)).outcome).toBe('done');
    await release('squash');
  });

  it('takes intent files that came since', async () => {
    await branches.commit('main', 'feat: one more', {
      '.changeset/brave-cats.md': '---\n"demo": minor\n---\n\nGreetings need a name.\n',
    });
    await branches.pull();
    expect((await world.draft()).outcome).toBe('done');
    expect(await branches.changelog(BRANCH)).toContain('Greetings need a name.');
    expect(await branches.remote('ls-tree', '-r', '--name-only', BRANCH, '.changeset/')).toBe('');
    await release();
  });

  it('keeps what main changed beside the version', async () => {
    await branches.edit(
      'main',
      'pyproject.toml',
      (text) => text.replace('requires-python = ">=3.10"', 'requires-python = ">=3.11"'),
      'feat: newer Pythons',
    );
    await branches.pull();
    expect((await world.draft()).outcome).toBe('done');
    const text = await branches.remote('show', `${BRANCH}:pyproject.toml`);
    expect(text).toContain('version = "1.3.0"\nrequires-python = ">=3.11"');
    await release();
  });

  it('refuses where both changed the same lines, changes nothing, and continues once they are merged by hand', async () => {
    await branches.commit('main', 'feat: one more', { 'demo/greet.py': 'one\n' });
    await branches.commit(BRANCH, 'fix: another', { 'demo/greet.py': 'other\n' });
    await branches.pull();
    const before = await world.state();
    const refused = await world.draft();
    expect(refusal(refused)).toMatchObject({
      code: 'BRANCH_CONFLICTS',
      message: expect.stringContaining('demo/greet.py') as string,
    });
    expect(await world.state()).toEqual(before);
    await branches.work(BRANCH, async (clone) => {
      await git(
        clone,
        'merge',
        '--quiet',
        '-X',
        'ours',
        '-m',
        `Merge branch 'main' into ${BRANCH}`,
        'origin/main',
      );
    });
    expect((await draftAgain(refusal(refused)?.hint)).outcome).toBe('done');
    await release();
  });
});

describe('draft, after a merge that could not be tagged', () => {
  const merged = async (method: Method) => {
    await branches.commit('main', 'feat: one more', { 'demo/one.py': '' });
    const report = await world.package(world.merge(method));
    expect(refusal(report)?.code).toBe('COMMITS_UNCOUNTED');
    return refusal(report)?.hint;
  };

  it.each(METHODS.flatMap((method) => [[method, 'kept'] as const, [method, 'deleted'] as const]))(
    'by %s, with its branch %s, is published',
    async (method, fate) => {
      const hint = await merged(method);
      if (fate === 'deleted') world.sandbox.github.deleteBranch(REPOSITORY, BRANCH, { by: 'grace' });
      expect((await draftAgain(hint)).outcome).toBe('done');
      expect(requests()).toBe(2);
      expect((await world.draft('1.3.0')).outcome).toBe('nothing-to-do');
      await release(method);
      const changelog = await branches.changelog('main');
      expect(changelog.match(/one more/g)).toHaveLength(1);
      expect(changelog.match(/^## /gm)).toHaveLength(2);
    },
  );

  it.each(METHODS)('by %s, with a change on its branch that nobody listed, lists it', async (method) => {
    await branches.commit(BRANCH, 'feat: smuggled', { 'demo/more.py': '' });
    const refused = refusal(await world.package(world.merge(method)));
    expect(refused?.code).toBe('COMMITS_UNCOUNTED');
    expect((await draftAgain(refused?.hint)).outcome).toBe('done');
    const added = await branches.remote('diff', 'main', BRANCH, '--', 'CHANGELOG.md');
    expect(added).toMatch(/^\+- .*(smuggled|#1)/m);
    await release(method);
  });

  it('leaves a kept branch alone that somebody went on with, and goes on once it is deleted', async () => {
    const hint = await merged('squash');
    await branches.commit(BRANCH, 'feat: later', { 'demo/later.py': '' });
    const before = await world.state();
    const refused = await draftAgain(hint);
    expect(refusal(refused)?.code).toBe('BRANCH_DIFFERS');
    expect(await world.state()).toMatchObject({ refs: (before as { refs: unknown }).refs });
    const [, command = ''] = /(git push \S+ --delete \S+) && /.exec(refusal(refused)?.hint ?? '') ?? [];
    await git(world.checkout, ...command.split(' ').slice(1));
    expect((await world.draft('1.3.0')).outcome).toBe('done');
    await release();
  });
});
