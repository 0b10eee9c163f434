import { cpSync } from 'node:fs';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { LIBRARY, pyproject } from './demo-library.ts';
import { commit, git } from './git.ts';
import { program } from './program.ts';

const WORKFLOWS = join(import.meta.dirname, '../templates/workflows');

/** A checkout, its bare remote, and the built files of the next version. Created once and copied for every test. */
export interface Template {
  readonly folder: string;
}

/** Creates a library with one release, v1.2.0, three commits since, and the built files of 1.3.0 in `dist`. */
export async function makeTemplate(): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'release-template-'));
  const checkout = join(folder, 'checkout');
  await mkdir(checkout);
  await git(checkout, 'init', '--quiet', '--initial-branch=main');
  await git(checkout, 'config', 'user.name', 'Ada');
  await git(checkout, 'config', 'user.email', 'ada@example.invalid');
  const files: Record<string, string> = { ...LIBRARY };
  for (const name of ['package.yml', 'create-tag.yml', 'publish.yml']) {
    files[`.github/workflows/${name}`] = await readFile(join(WORKFLOWS, name), 'utf8');
  }
  await commit(checkout, files, 'Begin');
  await git(checkout, 'tag', '-a', '-m', 'Release v1.2.0', 'v1.2.0');
  await commit(checkout, { 'demo/greet.py': 'def greet(): ...\n' }, 'feat: greet people (#3)');
  await commit(checkout, { 'demo/bye.py': 'def bye(): ...\n' }, 'fix: say goodbye (#4)');
  await commit(checkout, { 'README.md': 'Demo\n' }, 'docs: explain');
  await git(folder, 'clone', '--quiet', '--bare', checkout, 'remote.git');
  await git(folder, 'clone', '--quiet', 'remote.git', 'next');
  const next = join(folder, 'next');
  await commit(next, { 'pyproject.toml': pyproject('1.3.0') }, 'Release v1.3.0');
  await mkdir(join(folder, 'dist'));
  const env = { PATH: process.env['PATH'] };
  const built = await program('python3', ['build.py', join(folder, 'dist')], { cwd: next, env });
  if (built.exitCode !== 0) throw new Error(built.stderr);
  return { folder };
}

/** Copies the template. */
export async function copyTemplate({ folder }: Template): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'release-world-'));
  // In one synchronous call: the asynchronous one takes ten times as long.
  cpSync(folder, root, { recursive: true });
  return root;
}
