import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The environment of git in these tests: no configuration of the machine, fixed people and dates. */
export const GIT_ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
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

/** Runs git with this day as the committer date. */
export async function gitOn(day: string, cwd: string, ...args: readonly string[]): Promise<string> {
  const env = { ...GIT_ENV, GIT_COMMITTER_DATE: `${day}T00:00:00Z` };
  const { stdout } = await run('git', args, { cwd, env });
  return stdout.trimEnd();
}

/** Writes files, deletes those that are null, and commits everything. */
export async function commit(
  cwd: string,
  files: Readonly<Record<string, string | null>>,
  message: string,
): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) {
      await git(cwd, 'rm', '--quiet', path);
      continue;
    }
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  await git(cwd, 'add', '--all');
  await git(cwd, 'commit', '--quiet', '-m', message);
  return await git(cwd, 'rev-parse', 'HEAD');
}
