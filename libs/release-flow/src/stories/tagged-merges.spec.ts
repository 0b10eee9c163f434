import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { git, makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  // Whatever package built: create-tag does not look inside.
  await mkdir(join(world.root, 'dist'));
  await writeFile(join(world.root, 'dist', 'built.txt'), 'built');
});
afterEach(async () => {
  await world.close();
});

const MAIN_AND_1X = 'base-branches = ["main", "1.x"]';

const requests = () => world.http.sent.filter(({ service }) => service === 'github').length;
const remote = async (...args: readonly string[]) => await git(join(world.root, 'remote.git'), ...args);
const tags = async () => (await remote('tag', '--list')).split('\n');
const taggedCommit = async (tag: string) => await remote('rev-parse', `${tag}^{commit}`);
const refusal = ({ outcome, steps }: StageReport) => {
  const error = steps.find((step) => step.error !== undefined)?.error;
  return { outcome, code: error?.code, message: error?.message ?? '', hint: error?.hint ?? '' };
};
const because = ({ steps }: StageReport) => steps[0]?.because;
const after = (push: Readonly<Record<string, unknown>>) => String(push['after']);

/** pyproject.toml of a branch with another setting. */
async function withSetting(branch: string, setting: string): Promise<Record<string, string>> {
  const pyproject = await world.text(branch, 'pyproject.toml');
  return { 'pyproject.toml': pyproject.replace('skip =', `${setting}\nskip =`) };
}

/** The files of a release on a branch. */
async function releaseFiles(branch: string, version: string): Promise<Record<string, string>> {
  const pyproject = await world.text(branch, 'pyproject.toml');
  const changelog = await world.text(branch, 'CHANGELOG.md');
  return {
    'pyproject.toml': pyproject.replace('version = "1.2.0"', `version = "${version}"`),
    'CHANGELOG.md': changelog.replace('## [1.2.0]', `## [${version}] - 2026-02-03\n\n- New\n\n## [1.2.0]`),
  };
}

/** A release by hand: a release branch on top of a branch, merged into it. Answers with the merge. */
async function mergeRelease(branch: string, version: string): Promise<string> {
  const release = `release-v${version}`;
  await world.push(release, await releaseFiles(branch, version), branch);
  world.openPull(release, branch);
  return after(world.merge());
}

/** A release drafted by the command, and merged. Answers with the merge. */
async function mergeDraft(version = 'minor'): Promise<string> {
  const report = await world.draft(version);
  expect(refusal(report)).toMatchObject({ outcome: 'done', code: undefined, message: '' });
  return after(world.merge());
}

/** Follows the hint to draft the version again, up to the tag. The branch of the merged draft may still exist. */
async function draftAgain(version: string): Promise<void> {
  await git(world.checkout, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  const sha = await mergeDraft(version);
  await world.finishPackageRun(sha);
  expect((await world.createTag()).outcome).toBe('done');
  expect(await taggedCommit(`v${version}`)).toBe(sha);
}

describe('only merges into a base branch are tagged', () => {
  /** A branch that anybody with write access can push to, and that calls itself a base branch. */
  const mergeIntoStaging = async () => {
    await world.push('staging', await withSetting('main', 'base-branches = ["staging"]'), 'main');
    const sha = await mergeRelease('staging', '9.9.9');
    await world.finishPackageRun(sha, { branch: 'staging' });
    return sha;
  };

  it.each(['workflow_run', 'workflow_dispatch', 'command'] as const)(
    'a merge into an unprotected branch that calls itself a base branch is refused (%s)',
    async (start) => {
      await mergeIntoStaging();
      const before = await world.state();
      const report = refusal(await world.createTag({ start }));
      expect(report).toMatchObject({ outcome: 'refused', code: 'RELEASE_MERGE_INVALID' });
      expect(report.message).toContain('staging is not a base branch: main names main');
      expect(await world.state()).toEqual(before);
      expect(requests()).toBe(start === 'workflow_run' ? 1 : 2);
    },
  );

  it('until the default branch names it, as the hint says', async () => {
    const sha = await mergeIntoStaging();
    expect(refusal(await world.createTag()).hint).toMatch(
      /add it to base-branches on main, then run: .* --run \d+$/,
    );
    await world.push('main', await withSetting('main', 'base-branches = ["main", "staging"]'));
    expect((await world.createTag({ start: 'command' })).outcome).toBe('done');
    expect(await taggedCommit('v9.9.9')).toBe(sha);
  });

  it('a merge into a maintenance branch that the default branch names is tagged', async () => {
    await world.push('1.x', { 'README.md': 'Maintained\n' }, 'main');
    await world.push('main', await withSetting('main', MAIN_AND_1X));
    const sha = await mergeRelease('1.x', '1.2.1');
    await world.finishPackageRun(sha, { branch: '1.x' });
    expect((await world.createTag()).outcome).toBe('done');
    expect(await taggedCommit('v1.2.1')).toBe(sha);
    expect(requests()).toBe(5);
  });

  it('an ordinary push to another branch is not a release', async () => {
    const sha = await world.push('topic', await releaseFiles('main', '1.4.0'), 'main');
    await world.finishPackageRun(sha, { branch: 'topic' });
    expect((await world.createTag()).outcome).toBe('nothing-to-do');
    expect(requests()).toBe(1);
  });

  it('a release merge in a run of another branch is refused', async () => {
    const sha = await mergeDraft();
    await remote('update-ref', 'refs/heads/copy', sha);
    await world.finishPackageRun(sha, { branch: 'copy' });
    expect(refusal(await world.createTag())).toMatchObject({ code: 'RELEASE_MERGE_INVALID' });
  });

  it('a merge that is not on its branch any more is refused', async () => {
    const sha = await mergeDraft();
    await remote('update-ref', 'refs/heads/main', `${sha}^`);
    await world.finishPackageRun(sha);
    const report = refusal(await world.createTag());
    expect(report).toMatchObject({ outcome: 'refused', code: 'RELEASE_MERGE_INVALID' });
    expect(report.message).toContain('is not on main');
    expect(await tags()).toEqual(['v1.2.0']);
  });

  it('a merge that main has moved past is tagged itself, for one request more', async () => {
    const sha = await mergeDraft();
    await world.finishPackageRun(sha);
    await world.push('main', { 'README.md': 'Moved\n' });
    expect((await world.createTag()).outcome).toBe('done');
    expect(await taggedCommit('v1.3.0')).toBe(sha);
    expect(requests()).toBe(6);
    expect((await world.createTag()).outcome).toBe('nothing-to-do');
  });
});

describe('a version that a direct push changed', () => {
  it('is not released, and can be drafted, as the hint says', async () => {
    const sha = await world.push('main', await releaseFiles('main', '1.4.0'));
    await world.finishPackageRun(sha);
    const report = refusal(await world.createTag());
    expect(report).toMatchObject({ outcome: 'failed', code: 'ASSOCIATION_MISSING' });
    expect(report.hint).toContain('heroku-release draft <version>');
    await git(world.checkout, 'pull', '--quiet', '--ff-only', 'origin', 'main');
    const merge = await mergeDraft('1.4.0');
    await world.finishPackageRun(merge);
    expect((await world.createTag()).outcome).toBe('done');
    expect(await taggedCommit('v1.4.0')).toBe(merge);
  });
});

describe('what was merged is what was reviewed, byte for byte', () => {
  it.each<[string, string, (text: string) => string]>([
    ['the changelog', 'CHANGELOG.md', (text) => `${text}\nA footer\n`],
    ['the settings', 'pyproject.toml', (text) => `${text}\n# a comment\n`],
    ['a file that repeats the version', 'docs/conf.py', (text) => `${text}\n\n\n\nextra = 1\n`],
  ])('%s changed on main after the review: refused by name', async (_, path, change) => {
    await git(world.checkout, 'pull', '--quiet', 'origin', 'main');
    const settings = await withSetting('main', `version-files = ['docs/conf.py:release = "{version}"']`);
    await world.push('main', { ...settings, 'docs/conf.py': 'release = "1.2.0"\n\n\n\n\n' });
    await git(world.checkout, 'pull', '--quiet', '--ff-only', 'origin', 'main');
    await world.draft();
    await world.push('main', { [path]: change(await world.text('main', path)) });
    await world.finishPackageRun(after(world.merge()));
    const report = refusal(await world.createTag());
    expect(report).toMatchObject({ outcome: 'refused', code: 'REVIEWED_DIFFERS' });
    expect(report.message).toContain(`#1: ${path} at the merge`);
    expect(report.hint).toContain('heroku-release draft 1.3.0');
    await draftAgain('1.3.0');
  });

  it('another change on main is fine', async () => {
    await world.draft();
    await world.push('main', { 'README.md': 'Changed\n' });
    await world.finishPackageRun(after(world.merge()));
    expect((await world.createTag()).outcome).toBe('done');
    expect(requests()).toBe(5);
  });
});

describe('a run of package that did not end well', () => {
  it.each(['failure', 'cancelled', 'timed_out'] as const)(
    'of a release (%s) is refused, and tagged once it is run again',
    async (conclusion) => {
      const sha = await mergeDraft();
      const id = await world.finishPackageRun(sha, { conclusion });
      const report = refusal(await world.createTag());
      expect(report).toMatchObject({ outcome: 'refused', code: 'PACKAGE_FAILED' });
      expect(report.message).toContain(`ended with ${conclusion}`);
      expect(report.hint).toContain(`gh run rerun ${id} --failed`);
      expect(requests()).toBe(1);
      await world.rerunPackage(id);
      expect((await world.createTag()).outcome).toBe('done');
      expect(await taggedCommit('v1.3.0')).toBe(sha);
    },
  );

  it('of a release that fails for good is finished by a second draft, as the hint says', async () => {
    await world.finishPackageRun(await mergeDraft(), { conclusion: 'failure' });
    expect(refusal(await world.createTag()).hint).toContain('heroku-release draft 1.3.0');
    await world.push('main', { 'demo/bye.py': 'def bye(): pass\n' });
    await draftAgain('1.3.0');
  });

  it('of an ordinary push is not a release, for one request', async () => {
    const sha = await world.push('main', { 'README.md': 'Changed\n' });
    await world.finishPackageRun(sha, { conclusion: 'failure' });
    const report = await world.createTag();
    expect(report.outcome).toBe('nothing-to-do');
    expect(requests()).toBe(1);
  });

  it('of an ordinary push that broke pyproject.toml is not a release either', async () => {
    const sha = await world.push('main', { 'pyproject.toml': '[project\n' });
    await world.finishPackageRun(sha, { conclusion: 'failure' });
    const report = await world.createTag();
    expect(report.outcome).toBe('nothing-to-do');
    expect(because(report)).toContain('the run ended with failure');
    expect(requests()).toBe(2);
  });

  it('of a release that broke pyproject.toml is not green', async () => {
    await world.push('release-v1.3.0', { 'pyproject.toml': '[project\n' }, 'main');
    world.openPull('release-v1.3.0');
    await world.finishPackageRun(after(world.merge()), { conclusion: 'failure' });
    expect((await world.createTag()).outcome).toBe('failed');
  });
});

describe('an artifact that expired', () => {
  it('is refused; package is run again, as the hint says, and the tag names the new one', async () => {
    const { github } = world.sandbox;
    const sha = await mergeDraft();
    const id = await world.finishPackageRun(sha);
    for (const artifact of github.artifacts(id)) github.expireArtifact(artifact.id);
    const report = refusal(await world.createTag());
    expect(report).toMatchObject({ outcome: 'refused', code: 'ARTIFACT_MISSING' });
    expect(report.hint).toContain(`gh run rerun ${id}`);
    await world.rerunPackage(id);
    expect((await world.createTag()).outcome).toBe('done');
    expect(await remote('tag', '--list', '--format=%(contents)', 'v1.3.0')).toContain(
      `Package-Artifact: ${github.artifacts(id).at(-1)?.id} `,
    );
  });
});

describe('an artifact without a digest', () => {
  it('is downloaded and hashed; the tag names its hash, and publish accepts it', async () => {
    const { github } = world.sandbox;
    github.configure(REPOSITORY, { artifactDigests: false });
    await rm(join(world.root, 'dist'), { recursive: true });
    await world.draft();
    const push = world.merge();
    await world.package(push);
    const run = await world.finishPackageRun(after(push));
    expect((await world.createTag()).outcome).toBe('done');
    const [artifact] = github.artifacts(run);
    expect(await remote('tag', '--list', '--format=%(contents)', 'v1.3.0')).toContain(
      `Package-Artifact: ${artifact?.id} ${artifact?.digest}`,
    );
    // The link; the bytes come from the storage.
    expect(requests()).toBe(6);
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
  });
});

describe('pull requests from forks', () => {
  it('that are open and contain the merge do not stop the release', async () => {
    await world.push('1.x', { 'README.md': 'Maintained\n' }, 'main');
    await world.push('main', await withSetting('main', MAIN_AND_1X));
    const sha = await mergeRelease('1.x', '1.2.1');
    await openFromFork(sha, ['release-v1.2.1', 'release-v9.9.9']);
    await world.finishPackageRun(sha, { branch: '1.x' });
    expect((await world.createTag()).outcome).toBe('done');
    expect(await taggedCommit('v1.2.1')).toBe(sha);
    expect(requests()).toBe(5);
  });

  it('do not stand for the merged one that GitHub links late', async () => {
    await world.push('1.x', { 'README.md': 'Maintained\n' }, 'main');
    await world.push('main', await withSetting('main', MAIN_AND_1X));
    const sha = await mergeRelease('1.x', '1.2.1');
    await openFromFork(sha, ['release-v1.2.1']);
    world.sandbox.github.staleness.associationMs = 5000;
    await world.finishPackageRun(sha, { branch: '1.x' });
    expect((await world.createTag()).outcome).toBe('done');
    expect(await taggedCommit('v1.2.1')).toBe(sha);
  });

  async function openFromFork(sha: string, branches: readonly string[]): Promise<void> {
    const { github } = world.sandbox;
    const fork = join(world.root, 'fork.git');
    await git(world.root, 'clone', '--quiet', '--bare', join(world.root, 'remote.git'), fork);
    const commit = await git(fork, 'commit-tree', '-p', sha, '-m', 'Fork', `${sha}^{tree}`);
    for (const branch of branches) await git(fork, 'update-ref', `refs/heads/${branch}`, commit);
    github.addRepository({ fullName: 'eve/demo', gitDirectory: fork, forkOf: REPOSITORY });
    for (const branch of branches) {
      github.openPullRequest(REPOSITORY, {
        head: `eve:${branch}`,
        base: 'main',
        title: 'Take over',
        by: 'eve',
      });
    }
  }
});

describe('a lost event', () => {
  it.each(['workflow_dispatch', 'command'] as const)('is made up for by hand (%s)', async (start) => {
    const sha = await mergeDraft();
    await world.finishPackageRun(sha);
    expect((await world.createTag({ start })).outcome).toBe('done');
    expect(await taggedCommit('v1.3.0')).toBe(sha);
    // The run is read, since no event describes it.
    expect(requests()).toBe(6);
    expect((await world.createTag()).outcome).toBe('nothing-to-do');
  });
});

describe('a release merge below the tip of its push', () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'is refused by name, not blamed on GitHub, and released by a second draft (%s)',
    async (method) => {
      await world.draft();
      await world.push('topic', { 'demo/bye.py': 'def bye(): pass\n' }, 'main');
      world.openPull('topic');
      const push = world.mergeGroup(method);
      const report = refusal(await world.package(push));
      const { mergeCommitSha } = world.sandbox.github.pullRequest(REPOSITORY, 1);
      expect(report).toMatchObject({ outcome: 'refused', code: 'RELEASE_MERGE_INVALID' });
      expect(report.message).toContain(`#1 for 1.3.0 was merged as ${mergeCommitSha?.slice(0, 7)}, below`);
      expect(requests()).toBe(2);
      expect(report.hint).toContain('heroku-release draft 1.3.0');
      await draftAgain('1.3.0');
    },
  );

  it('is refused below a commit that somebody pushed with it', async () => {
    await world.draft();
    const { before } = world.merge();
    const tip = await world.push('main', { 'demo/bye.py': 'def bye(): pass\n' });
    const report = refusal(await world.package({ ...(await pushOf(tip)), before }));
    expect(report).toMatchObject({ outcome: 'refused', code: 'RELEASE_MERGE_INVALID' });
    expect(report.message).toContain('#1 for 1.3.0');
  });

  it('that GitHub links late is waited for', async () => {
    await world.draft();
    await world.push('topic', { 'demo/bye.py': 'def bye(): pass\n' }, 'main');
    world.openPull('topic');
    world.sandbox.github.staleness.associationMs = 5000;
    const report = refusal(await world.package(world.mergeGroup()));
    expect(report).toMatchObject({ outcome: 'refused', code: 'RELEASE_MERGE_INVALID' });
  });

  it('is no matter when the release is the tip', async () => {
    await world.push('topic', { 'demo/bye.py': 'def bye(): pass\n' }, 'main');
    world.openPull('topic');
    await world.draft();
    const push = world.mergeGroup();
    // The commit before it in the group is in no changelog: that is another matter, and another refusal.
    expect(refusal(await world.package(push))).toMatchObject({ code: 'COMMITS_UNCOUNTED' });
  });

  /** The payload of the push of a commit to main. */
  async function pushOf(after: string): Promise<Record<string, unknown>> {
    const before = await remote('rev-parse', `${after}^`);
    const repository = { full_name: REPOSITORY, default_branch: 'main' };
    const head_commit = { id: after, timestamp: '2026-02-03T04:05:06Z' };
    const flags = { created: false, deleted: false, forced: false };
    return {
      ref: 'refs/heads/main',
      before,
      after,
      ...flags,
      head_commit,
      repository,
      sender: { login: 'ada' },
    };
  }
});
