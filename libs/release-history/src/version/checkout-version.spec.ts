import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
