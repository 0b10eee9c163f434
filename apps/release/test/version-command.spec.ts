import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commit, git, GIT_ENV } from './git.ts';
import { heroku } from './program.ts';

const STATIC = '[project]\r\nname = "demo"\r\nversion = \'1.2.0\' # ours\r\n';
const REPEATED = `${STATIC}[tool.heroku-release]\r\nversion-files = ['docs/conf.py:release = "{version}"']\r\n`;
const SCM =
  '[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "setuptools.build_meta"\n[tool.setuptools_scm]\n';
const CONF = 'release = "1.2.0"\nsince = "1.2.0"\n';

let repo: string;
beforeEach(async () => {
  repo = await mkdtemp(join(tmpdir(), 'version-command-'));
  await git(repo, 'init', '--quiet', '--initial-branch=main');
});
afterEach(async () => {
  await rm(repo, { recursive: true });
});

const version = (...args: readonly string[]) =>
  heroku(['version', '--repo', repo, ...args], { env: GIT_ENV });
const text = (path: string) => readFile(join(repo, path), 'utf8');

describe('heroku-release version', () => {
  it('prints only the version, from the working tree', async () => {
    await commit(repo, { 'pyproject.toml': STATIC }, 'Begin');
    await writeFile(join(repo, 'pyproject.toml'), STATIC.replace('1.2.0', '1.2.1'));
    expect(await version()).toMatchObject({ exitCode: 0, signal: null, stdout: '1.2.1\n', stderr: '' });
  });

  it.each([
    [['minor'], '1.3.0'],
    [['patch'], '1.2.1'],
    [['prerelease', '--preid', 'b'], '1.2.1b1'],
    [['2.0'], '2.0'],
  ])('%j prints %s and changes nothing', async (args, expected) => {
    await commit(repo, { 'pyproject.toml': STATIC }, 'Begin');
    const { exitCode, stdout, stderr } = await version(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${expected}\n` });
    expect(stderr).toContain('pyproject.toml');
    expect(await git(repo, 'status', '--porcelain')).toBe('');
  });

  it('writes every file that states or repeats the version and leaves every other byte unchanged', async () => {
    await commit(repo, { 'pyproject.toml': REPEATED, 'docs/conf.py': CONF }, 'Begin');
    const { exitCode, stdout } = await version('minor', '--write', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      format: 1,
      version: '1.2.0',
      source: { kind: 'file', path: 'pyproject.toml' },
      next: '1.3.0',
      files: ['docs/conf.py', 'pyproject.toml'],
      written: true,
    });
    expect(await text('pyproject.toml')).toBe(REPEATED.replace('1.2.0', '1.3.0'));
    expect(await text('docs/conf.py')).toBe('release = "1.3.0"\nsince = "1.2.0"\n');
    // The same exact version again changes nothing.
    const again = await version('1.3.0', '--write', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ version: '1.3.0', next: '1.3.0', files: [] });
  });

  it('writes all files or none', async () => {
    const files = { 'pyproject.toml': REPEATED, 'docs/conf.py': 'release = "1.1.0"\n' };
    await commit(repo, files, 'Begin');
    const before = await stat(join(repo, 'pyproject.toml'));
    const { exitCode, stdout, stderr } = await version('minor', '--write', '--json');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3, error: { code: 'VERSION_FILE_DIFFERS' } });
    expect(stderr).toContain('docs/conf.py does not contain release = "1.2.0"');
    expect((await stat(join(repo, 'pyproject.toml'))).mtimeMs).toBe(before.mtimeMs);
    expect(await git(repo, 'status', '--porcelain')).toBe('');
  });

  it('starts from the last tag where no file states the version', async () => {
    await commit(repo, { 'pyproject.toml': SCM }, 'Begin');
    expect(await version()).toMatchObject({ exitCode: 0, stdout: 'none\n' });
    await git(repo, 'tag', '-a', '-m', 'x', 'v1.2.0');
    expect(await version('minor', '--json')).toMatchObject({ exitCode: 0 });
    expect(await version('minor')).toMatchObject({ exitCode: 0, stdout: '1.3.0\n' });
    expect(await version('minor', '--write')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it.each([
    ['--write without a version', STATIC, ['--write'], 2, 'USAGE'],
    ['a word that is not a bump', STATIC, ['huge'], 2, 'USAGE'],
    ['no pyproject.toml', undefined, [], 2, 'PROJECT_MISSING'],
    ['an invalid version', STATIC.replace('1.2.0', 'soon'), [], 2, 'VERSION_INVALID'],
    ['an unsupported version source', '[project]\ndynamic = ["version"]\n', [], 2, 'VERSION_UNSUPPORTED'],
    ['an older version', STATIC, ['1.1.0', '--write'], 3, 'VERSION_NOT_NEWER'],
    [
      'a path outside of the repository',
      `${STATIC}[tool.heroku-release]\nversion-files = ["../x:{version}"]\n`,
      ['minor', '--write'],
      2,
      'SETTINGS_INVALID',
    ],
  ])('%s ends with its exit code', async (_, pyproject, args, exitCode, code) => {
    await commit(repo, pyproject === undefined ? { a: '' } : { 'pyproject.toml': pyproject }, 'Begin');
    const ended = await version(...args, '--json');
    expect(ended.exitCode).toBe(exitCode);
    expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode, error: { code } });
    expect(await git(repo, 'status', '--porcelain')).toBe('');
  });

  it('shows examples in its help', async () => {
    const { exitCode, stdout } = await version('--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('$ heroku-release version minor\n');
  });
});
