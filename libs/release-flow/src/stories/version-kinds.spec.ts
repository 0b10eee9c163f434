import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { LIBRARY } from '../../test/files-of-a-library.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { git, makeTemplate } from '../../test/template-repository.ts';

const SETTINGS = `
[tool.heroku-release]
pythons = ["3.11"]
skip = ["tests", "lint"]
build = ["python3", "build.py", "{outDir}"]
`;
const DYNAMIC = `[project]
name = "demo"
dynamic = ["version"]
requires-python = ">=3.10"
`;
const FILE_KIND = `${DYNAMIC}
[build-system]
build-backend = "flit_core.buildapi"
${SETTINGS}`;
const TAG_KIND = `${DYNAMIC}
[build-system]
requires = ["setuptools", "setuptools-scm"]
build-backend = "setuptools.build_meta"

[tool.setuptools_scm]
${SETTINGS}`;
const MODULE = '"""Demo."""\r\n\r\n__version__ = "1.2.0"  # ours\r\n';

let world: FlowWorld;
afterEach(async () => {
  await world.close();
});

async function open(files: Readonly<Record<string, string>>): Promise<void> {
  const template = await makeTemplate(files);
  world = await FlowWorld.open(template);
  await rm(template.folder, { recursive: true });
}

const remote = (...args: readonly string[]) => git(join(world.root, 'remote.git'), ...args);
const branches = async () => await remote('for-each-ref', '--format=%(refname:short)', 'refs/heads');
const changedBy = async (branch: string) => (await remote('diff', '--name-only', 'main', branch)).split('\n');
const requests = () => world.http.sent.filter(({ service }) => service === 'github').length;
const error = (report: StageReport) =>
  report.steps.flatMap(({ step, error: found }) => (found === undefined ? [] : [{ step, ...found }]))[0];

/** Runs the stages after the draft and returns the number of requests to GitHub in create-tag and publish. */
async function release(): Promise<{ readonly createTag: number; readonly publish: number }> {
  const push = world.merge();
  expect((await world.package(push)).outcome).toBe('done');
  await world.finishPackageRun(String(push['after']));
  expect((await world.createTag()).outcome).toBe('done');
  const createTag = requests();
  expect((await world.publish('v1.3.0')).outcome).toBe('done');
  expect(world.sandbox.pypi.filesOf('demo', '1.3.0')).toEqual([
    'demo-1.3.0-py3-none-any.whl',
    'demo-1.3.0.tar.gz',
  ]);
  return { createTag, publish: requests() };
}

describe('a version in a separate file', () => {
  it('is released from that file, with one more request to GitHub', async () => {
    await open({ 'pyproject.toml': FILE_KIND, 'demo/__init__.py': MODULE });
    expect((await world.draft()).outcome).toBe('done');
    expect(requests()).toBe(2);
    expect(await changedBy('release-v1.3.0')).toEqual(['CHANGELOG.md', 'demo/__init__.py']);
    // git prints the raw bytes: line ends, quotes and comment are unchanged.
    expect(await remote('show', 'release-v1.3.0:demo/__init__.py')).toBe(
      MODULE.replace('1.2.0', '1.3.0').trimEnd(),
    );
    expect((await world.draft()).outcome).toBe('nothing-to-do');
    expect(await release()).toEqual({ createTag: 6, publish: 11 });
  });

  it('that changed without a release branch is a sign of a release: the job fails and creates no tag', async () => {
    await open({ 'pyproject.toml': FILE_KIND, 'demo/__init__.py': MODULE });
    const sha = await pushToMain('demo/__init__.py', '__version__ = "1.4.0"\n');
    await mkdir(join(world.root, 'dist'));
    await world.finishPackageRun(sha);
    expect(error(await world.createTag())).toMatchObject({ step: 'release', code: 'ASSOCIATION_MISSING' });
    expect(await remote('tag')).toBe('v1.2.0');
  });

  it('that did not change is not a sign of a release', async () => {
    await open({ 'pyproject.toml': FILE_KIND, 'demo/__init__.py': MODULE });
    const sha = await pushToMain('demo/__init__.py', `${MODULE}\nVERSION = __version__\n`);
    await mkdir(join(world.root, 'dist'));
    await world.finishPackageRun(sha);
    expect((await world.createTag()).outcome).toBe('nothing-to-do');
    expect(requests()).toBe(2);
  });

  it('that does not exist stops the draft with the missing place', async () => {
    await open({ 'pyproject.toml': FILE_KIND, 'demo/__init__.py': '' });
    const report = await world.draft();
    expect(error(report)).toMatchObject({ code: 'VERSION_MISSING' });
    expect(await branches()).toBe('main');
  });

  it('that is unsupported is reported before any request', async () => {
    await open({ 'pyproject.toml': `${DYNAMIC}${SETTINGS}` });
    await expect(world.draft()).rejects.toMatchObject({ code: 'VERSION_UNSUPPORTED' });
    expect(requests()).toBe(0);
  });
});

describe('a version that comes from the tag', () => {
  it('is bumped from the last tag, changes only the changelog, and is passed to the build', async () => {
    await open({ 'pyproject.toml': TAG_KIND });
    expect((await world.draft()).outcome).toBe('done');
    expect(await changedBy('release-v1.3.0')).toEqual(['CHANGELOG.md']);
    expect((await world.draft()).outcome).toBe('nothing-to-do');
    expect(await release()).toEqual({ createTag: 5, publish: 11 });
  });

  it('is refused if the built files state another version', async () => {
    await open({
      'pyproject.toml': TAG_KIND,
      'build.py': (LIBRARY['build.py'] ?? '').replace('SETUPTOOLS_SCM_PRETEND_VERSION_FOR_DEMO', 'NOT_READ'),
    });
    await world.draft();
    const report = await world.package(world.merge());
    expect(report.outcome).toBe('refused');
    expect(error(report)).toMatchObject({ step: 'build', code: 'VERSION_MISMATCH' });
  });

  it.each([
    ['a new version in the changelog', '## [1.3.0] - 2026-02-03\n\n- Greet\n', 'failed'],
    ['another entry', '- Greet\n', 'nothing-to-do'],
  ])('is searched for in the changelog: %s', async (_, text, outcome) => {
    await open({ 'pyproject.toml': TAG_KIND });
    const sha = await pushToMain('CHANGELOG.md', `# Changelog\n\n${text}`);
    await mkdir(join(world.root, 'dist'));
    await world.finishPackageRun(sha);
    const report = await world.createTag();
    // GitHub links the push to no pull request: it may be the merge of a release, so the job must fail.
    expect(report.outcome).toBe(outcome);
    expect(error(report)?.code).toBe(outcome === 'failed' ? 'ASSOCIATION_MISSING' : undefined);
  });

  it('is refused where its merge is below the tip of the push: never green', async () => {
    await open({ 'pyproject.toml': TAG_KIND });
    await world.draft();
    await world.push('topic', { 'demo/bye.py': 'def bye(): pass\n' }, 'main');
    world.openPull('topic');
    const report = await world.package(world.mergeGroup());
    expect(error(report)).toMatchObject({ step: 'release', code: 'RELEASE_MERGE_INVALID' });
    expect(error(report)?.message).toContain('#1 for 1.3.0');
  });

  it('requires the first version in full', async () => {
    await open({ 'pyproject.toml': TAG_KIND });
    await git(world.checkout, 'push', '--quiet', 'origin', ':refs/tags/v1.2.0');
    expect(error(await world.draft())).toMatchObject({ code: 'VERSION_MISSING' });
    expect((await world.draft('0.1.0')).outcome).toBe('done');
    expect(await changedBy('release-v0.1.0')).toEqual(['CHANGELOG.md']);
  });
});

describe('files that repeat the version', () => {
  const repeating = (pyproject: string) => ({
    'pyproject.toml': `${pyproject}version-files = ['docs/conf.py:release = "{version}"', 'docs/conf.py:v{version}']\n`,
    'docs/conf.py': 'release = "1.2.0"\nlatest = "v1.2.0"\nsince = "1.2.0"\n',
  });
  const written = 'release = "1.3.0"\nlatest = "v1.3.0"\nsince = "1.2.0"';

  it.each([
    ['a static version', LIBRARY['pyproject.toml'] ?? '', ['CHANGELOG.md', 'docs/conf.py', 'pyproject.toml']],
    ['a version from the tag', TAG_KIND, ['CHANGELOG.md', 'docs/conf.py']],
  ])('are part of the release commit: %s', async (_, pyproject, changed) => {
    await open(repeating(pyproject));
    expect((await world.draft()).outcome).toBe('done');
    expect(await changedBy('release-v1.3.0')).toEqual(changed);
    expect(await remote('show', 'release-v1.3.0:docs/conf.py')).toBe(written);
    await release();
  });

  it.each([
    [
      'no old version',
      'release = "1.1.0"\nlatest = "v1.2.0"\n',
      'docs/conf.py does not contain release = "1.2.0"',
    ],
    [
      'the old version twice',
      'release = "1.2.0"\nrelease = "1.2.0"\nv1.2.0\n',
      'docs/conf.py contains release = "1.2.0" more than once, again in line 2',
    ],
  ])('refuse the draft with %s, and nothing changes', async (_, text, problem) => {
    await open({ ...repeating(LIBRARY['pyproject.toml'] ?? ''), 'docs/conf.py': text });
    const before = await world.state();
    for (const mode of ['plan', 'apply'] as const) {
      const report = await world.draft('minor', { mode });
      expect(report.outcome).toBe('refused');
      expect(error(report)).toMatchObject({ step: 'version', code: 'VERSION_FILE_DIFFERS' });
      expect(error(report)?.message).toContain(problem);
    }
    expect(await world.state()).toEqual(before);
  });
});

/** Pushes to main without a pull request and returns the commit. */
async function pushToMain(path: string, text: string): Promise<string> {
  await writeFile(join(world.checkout, path), text);
  await git(world.checkout, 'commit', '--quiet', '--all', '-m', 'change it');
  await git(world.checkout, 'push', '--quiet', 'origin', 'main');
  return await git(world.checkout, 'rev-parse', 'HEAD');
}
