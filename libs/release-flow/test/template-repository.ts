import { execFile } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LIBRARY } from './files-of-a-library.ts';

const run = promisify(execFile);
const WORKFLOWS = join(import.meta.dirname, '../../../apps/release/templates/workflows');

/** The environment of git in these tests: no configuration of this machine, and always the same dates and people. */
export const GIT_ENV = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.invalid',
  GIT_AUTHOR_DATE: '2026-01-01T10:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.invalid',
  GIT_COMMITTER_DATE: '2026-01-01T10:00:00Z',
};

/** Runs git and returns its output. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd, env: GIT_ENV });
  return stdout.trimEnd();
}

/** A bare repository and a checkout of it, created once and copied for every world. */
export interface Template {
  readonly folder: string;
}

/** Creates a library with one release, v1.2.0, and three commits since. `changed` files replace those of the library. */
export async function makeTemplate(changed: Readonly<Record<string, string>> = {}): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-template-'));
  const checkout = join(folder, 'checkout');
  await mkdir(checkout);
  await git(checkout, 'init', '--quiet', '--initial-branch=main');
  const files: Record<string, string> = { ...LIBRARY, ...changed };
  for (const name of ['package.yml', 'create-tag.yml', 'publish.yml']) {
    files[`.github/workflows/${name}`] = await readFile(join(WORKFLOWS, name), 'utf8');
  }
  await commit(checkout, files, 'Begin');
  await git(checkout, 'tag', '-a', '-m', 'Release v1.2.0', 'v1.2.0');
  await commit(checkout, { 'demo/greet.py': 'def greet(): ...\n' }, 'feat: greet people (#3)');
  await commit(checkout, { 'demo/bye.py': 'def bye(): ...\n' }, 'fix: say goodbye (#4)');
  await commit(checkout, { 'README.md': 'Demo\n' }, 'docs: explain');
  await git(folder, 'clone', '--quiet', '--bare', checkout, 'remote.git');
  await git(checkout, 'config', 'user.name', 'Ada');
  await git(checkout, 'config', 'user.email', 'ada@example.invalid');
  return { folder };
}

/** Copies the bare repository and the checkout of a template. The checkout's origin is the copied repository. */
export async function copyTemplate(
  template: Template,
): Promise<{ root: string; checkout: string; remote: string }> {
  const root = await mkdtemp(join(tmpdir(), 'flow-world-'));
  // The synchronous call: the asynchronous one takes ten times as long.
  cpSync(template.folder, root, { recursive: true });
  const [checkout, remote] = [join(root, 'checkout'), join(root, 'remote.git')];
  await git(checkout, 'remote', 'remove', 'origin').catch(() => '');
  await git(checkout, 'remote', 'add', 'origin', remote);
  return { root, checkout, remote };
}

/** Creates a template from the folder of a world, without the files that jobs left there. */
export async function keepAsTemplate(root: string): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-template-'));
  for (const name of ['checkout', 'remote.git', 'dist']) {
    if (name === 'dist' && !existsSync(join(root, name))) continue;
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  return { folder };
}

async function commit(cwd: string, files: Readonly<Record<string, string>>, message: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  await git(cwd, 'add', '--all');
  await git(cwd, 'commit', '--quiet', '-m', message);
}
