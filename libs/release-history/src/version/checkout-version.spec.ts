import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandRunner, type FaultPoints, FileStore } from '@heroku-release/release-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GIT_ENV, git } from '../../test/git.ts';
import { checkoutVersion } from './checkout-version.ts';

const PYPROJECT =
  '[project]\nname = "demo"\nversion = "1.2.0"\n[tool.heroku-release]\nversion-files = ["a.txt:v{version}", "b.txt:v{version}"]\n';

let repo: string;
beforeEach(async () => {
  repo = await mkdtemp(join(tmpdir(), 'checkout-version-'));
  await git(repo, 'init', '--quiet');
  const files = new FileStore();
  await files.write(join(repo, 'pyproject.toml'), PYPROJECT);
  for (const name of ['a.txt', 'b.txt']) await files.write(join(repo, name), 'v1.2.0\r\n');
});
afterEach(async () => {
  await rm(repo, { recursive: true });
});

const world = (faults?: FaultPoints) => ({
  env: GIT_ENV,
  commands: new CommandRunner({ env: GIT_ENV }),
  files: new FileStore({ faults }),
});
const texts = async () =>
  await Promise.all(['pyproject.toml', 'a.txt', 'b.txt'].map((name) => readFile(join(repo, name), 'utf8')));

/** Makes the n-th write of a file fail, once. */
function failingWrite(n: number): FaultPoints {
  let writes = 0;
  return {
    around: async (_point, run) => {
      writes += 1;
      if (writes === n) throw new Error('the disk is full');
      return await run();
    },
  };
}

describe('checkoutVersion', () => {
  it('writes three files, also from a folder below the root', async () => {
    await new FileStore().makeFolder(join(repo, 'docs'));
    const answer = await checkoutVersion({ repo: join(repo, 'docs'), bump: 'minor', write: true }, world());
    expect(answer).toMatchObject({ version: '1.2.0', next: '1.3.0', written: true });
    expect(answer.files).toEqual(['a.txt', 'b.txt', 'pyproject.toml']);
    expect(await texts()).toEqual([PYPROJECT.replace('1.2.0', '1.3.0'), 'v1.3.0\r\n', 'v1.3.0\r\n']);
  });

  it.each([1, 2, 3])('restores every file when write %i fails', async (n) => {
    const before = await texts();
    const writing = checkoutVersion({ repo, bump: 'minor', write: true }, world(failingWrite(n)));
    await expect(writing).rejects.toThrow('the disk is full');
    expect(await texts()).toEqual(before);
  });
});

describe('a checkout with links to files elsewhere', () => {
  let elsewhere: string;
  const victim = () => join(elsewhere, 'victim');
  beforeEach(async () => {
    elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
    await writeFile(victim(), PYPROJECT);
  });
  afterEach(async () => {
    await rm(elsewhere, { recursive: true });
  });
  const link = async (target: string, name: string) => {
    await rm(join(repo, name), { recursive: true, force: true });
    await symlink(target, join(repo, name));
  };
  const dynamic = (path: string) =>
    `[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\npath = "${path}"\n`;
  const setuptools = (file: string) =>
    `[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = { file = "${file}" }\n`;

  it.each<[string, () => Promise<unknown>]>([
    ['pyproject.toml', () => link(victim(), 'pyproject.toml')],
    ['heroku-release.toml', () => link(victim(), 'heroku-release.toml')],
    ['a file of version-files', () => link(victim(), 'a.txt')],
    [
      'a folder of version-files',
      async () => {
        await writeFile(join(repo, 'pyproject.toml'), PYPROJECT.replace('a.txt', 'docs/victim'));
        await link(elsewhere, 'docs');
      },
    ],
    [
      'a file of Hatch',
      async () => {
        await writeFile(join(repo, 'pyproject.toml'), dynamic('about.py'));
        await writeFile(victim(), '__version__ = "1.2.0"\n');
        await link(victim(), 'about.py');
      },
    ],
    [
      'a folder of Hatch',
      async () => {
        await writeFile(join(repo, 'pyproject.toml'), dynamic('src/victim'));
        await writeFile(victim(), '__version__ = "1.2.0"\n');
        await link(elsewhere, 'src');
      },
    ],
    [
      'a file of setuptools',
      async () => {
        await writeFile(join(repo, 'pyproject.toml'), setuptools('VERSION'));
        await writeFile(victim(), '1.2.0\n');
        await link(victim(), 'VERSION');
      },
    ],
    [
      'a link into .git',
      async () => {
        await writeFile(join(repo, '.git', 'hooks-of-mine'), 'v1.2.0');
        await link('.git/hooks-of-mine', 'b.txt');
      },
    ],
  ])('is refused, and nothing is written: %s', async (_, attack) => {
    await attack();
    const before = await readFile(victim(), 'utf8');
    const writing = checkoutVersion({ repo, bump: 'minor', write: true }, world());
    await expect(writing).rejects.toMatchObject({ code: 'FILE_OUTSIDE_ROOT' });
    expect(await readFile(victim(), 'utf8')).toBe(before);
    expect(await readdir(elsewhere)).toEqual(['victim']);
    expect((await readdir(repo)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('writes past links with the names of partial files', async () => {
    for (const name of ['pyproject.toml', 'a.txt', 'b.txt']) await link(victim(), `.${name}.partial`);
    const before = await readFile(victim(), 'utf8');
    await checkoutVersion({ repo, bump: 'minor', write: true }, world());
    expect(await readFile(victim(), 'utf8')).toBe(before);
    expect((await texts())[1]).toBe('v1.3.0\r\n');
  });

  it('follows a link to a file of the checkout, and keeps it', async () => {
    await mkdir(join(repo, 'docs'));
    await rename(join(repo, 'a.txt'), join(repo, 'docs', 'a.txt'));
    await symlink('docs/a.txt', join(repo, 'a.txt'));
    await checkoutVersion({ repo, bump: 'minor', write: true }, world());
    expect(await readFile(join(repo, 'docs', 'a.txt'), 'utf8')).toBe('v1.3.0\r\n');
  });
});
