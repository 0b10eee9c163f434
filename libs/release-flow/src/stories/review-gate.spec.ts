import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Branches } from '../../test/branches.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { makeTemplate, type Template } from '../../test/template-repository.ts';

const BRANCH = 'release-v1.3.0';
const METHODS = ['merge', 'squash', 'rebase'] as const;

let template: Template;
let world: FlowWorld;
let branches: Branches;

beforeAll(async () => {
  const first = await FlowWorld.open(await makeTemplate());
  await first.draft();
  template = await first.keep();
  await first.close();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  world.adoptDraft();
  branches = new Branches(world);
});
afterEach(async () => {
  await world.close();
});

const list = (line: string) => (text: string) => text.replace(/^- /m, `- ${line}\n- `);
const refusal = (report: StageReport) => report.steps.find(({ outcome }) => outcome === 'refused')?.error;

const EDITED_ON_MAIN = 'main moved by an edit of the changelog alone';

/** What happens between the draft and the merge; answers with the commits that package must name. */
const SCENES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'one commit': () => Promise.resolve([]),
  'the changelog edited on the branch': async () => {
    await branches.edit(
      BRANCH,
      'CHANGELOG.md',
      (text) => text.replace('greet people', 'Greet'),
      'Better words',
    );
    await branches.edit(BRANCH, 'CHANGELOG.md', (text) => text.replace(/ \(\[#3\].*\)/, ''), 'Fewer links');
    return [];
  },
  'a fix on the branch, listed': async () => {
    const sha = await branches.commit(BRANCH, 'fix: say it right', { 'demo/bye.py': 'def bye(): pass\n' });
    await branches.edit(BRANCH, 'CHANGELOG.md', list(`Say it right (${sha})`), 'List the fix');
    return [];
  },
  'a fix on the branch, not listed': async () => {
    const sha = await branches.commit(BRANCH, 'fix: say it right', { 'demo/bye.py': 'def bye(): pass\n' });
    return [`${sha} fix: say it right`];
  },
  'a feature in a commit that is called a release': async () => {
    const sha = await branches.commit(BRANCH, 'Release v1.3.0', { 'demo/more.py': 'def more(): ...\n' });
    return [`${sha} Release v1.3.0`];
  },
  'a dependency beside the version': async () => {
    const sha = await branches.edit(
      BRANCH,
      'pyproject.toml',
      (text) => text.replace('[tool.', 'dependencies = ["more"]\n\n[tool.'),
      'Edit the changelog',
    );
    return [`${sha} Edit the changelog`];
  },
  'two commits, and main updated into the branch with a listed commit': async () => {
    const sha = await branches.commit('main', 'feat: one more', { 'demo/one.py': '' });
    await branches.update(BRANCH);
    await branches.edit(BRANCH, 'CHANGELOG.md', list(`One more (${sha})`), 'Update CHANGELOG.md');
    return [];
  },
  'main updated into the branch with an unlisted commit': async () => {
    const sha = await branches.commit('main', 'feat: one more', { 'demo/one.py': '' });
    await branches.update(BRANCH);
    return [`${sha} feat: one more`];
  },
  'main moved between draft and merge': async () => {
    const shas = [
      await branches.commit('main', 'feat: one more', { 'demo/one.py': '' }),
      await branches.commit('main', 'fix: another (#9)', { 'demo/two.py': '' }),
    ];
    return [`${shas[1] ?? ''} fix: another (#9)`, `${shas[0] ?? ''} feat: one more`];
  },
  [EDITED_ON_MAIN]: async () => {
    await branches.edit('main', 'CHANGELOG.md', (text) => `${text}\n<!-- end -->\n`, 'Update CHANGELOG.md');
    return [];
  },
};

describe.each(METHODS)('package after a %s', (method) => {
  it.each(Object.entries(SCENES))('%s', async (scene, prepare) => {
    const unlisted = await prepare();
    const review = await world.review();
    const push = world.merge(method);
    const report = await world.package(push);
    // The pull request was judged by its test merge as the merge is now.
    expect(refusal(review)?.message).toBe(refusal(report)?.message);
    if (unlisted.length === 0) {
      expect(refusal(report)).toBeUndefined();
      expect(report.outcome).toBe('done');
      await world.finishPackageRun(String(push['after']));
      // Every change is listed, but create-tag also compares the changelog with the reviewed one.
      expect((await world.createTag()).outcome).toBe(scene === EDITED_ON_MAIN ? 'refused' : 'done');
      return;
    }
    expect(refusal(report)).toMatchObject({
      code: 'COMMITS_UNCOUNTED',
      hint: 'Draft it again: heroku-release draft 1.3.0',
    });
    for (const line of unlisted) expect(refusal(report)?.message).toContain(line);
    expect(refusal(report)?.message.split(/[:;] (?=[0-9a-f]{7} )/)).toHaveLength(unlisted.length + 1);
  });
});

describe('a merge of main into the release branch', () => {
  it('is named when somebody added more to it', async () => {
    await branches.commit('main', 'docs: more', { 'README.md': 'More\n' });
    const sha = await branches.update(BRANCH, { 'demo/smuggled.py': 'x\n' });
    expect(refusal(await world.review())?.message).toContain(`${sha} Merge branch 'main'`);
  });

  it('is silent when git merges the same file on both sides', async () => {
    const lines = (first: string, last: string) => `${first}\n${'x\n'.repeat(9)}${last}\n`;
    const before = await branches.commit('main', 'docs: a', { 'README.md': lines('a', 'z') });
    await branches.update(BRANCH);
    const fix = await branches.commit(BRANCH, 'fix: b', { 'README.md': lines('b', 'z') });
    const main = await branches.commit('main', 'docs: y', { 'README.md': lines('a', 'y') });
    await branches.update(BRANCH);
    await branches.edit(BRANCH, 'CHANGELOG.md', list(`all: ${before} ${fix} ${main}`), 'List all');
    expect(refusal(await world.review())).toBeUndefined();
  });
});
