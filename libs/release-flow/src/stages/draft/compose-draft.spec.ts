import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { CommandRunner, FileStore, HttpClient, isCodedError, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOfError } from '../../report/exit-code.ts';
import { composeDraft } from './compose-draft.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';

const GIT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CEILING_DIRECTORIES: tmpdir(),
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.invalid',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.invalid',
};
const SECRETS = {
  GITHUB_TOKEN: 'marked-github-token',
  TPS_API_TOKEN: 'marked-tps-token',
  ACTOR_EMAIL: 'marked-ada@example.invalid',
  PYPI_TOKEN: 'marked-index-token',
};
const PROJECT = '[project]\nname = "demo"\nversion = "1.2.0"\n';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-draft-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const git = async (...args: string[]) => promisify(execFile)('git', ['-C', folder, ...args], { env: GIT });

async function repository(files: Readonly<Record<string, string>>, origin: string | null): Promise<void> {
  await git('init', '--quiet', '--initial-branch=main');
  if (origin !== null) await git('remote', 'add', 'origin', origin);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message=Begin');
}

/** Every path below the folder with kind, mode and content, including `.git`. */
async function hashOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await readdir(root, { recursive: true })).sort()) {
    const info = await lstat(join(root, path));
    hash.update(`${path}\0${info.mode}\0`);
    if (info.isFile()) hash.update(await readFile(join(root, path)));
  }
  return hash.digest('hex');
}

function world(env: FlowEnvironment['env']): FlowEnvironment {
  return {
    env,
    clock: new VirtualClock(),
    random: { hex: (bytes) => '0'.repeat(2 * bytes), fraction: () => 0 },
    http: new HttpClient({ transport: () => Promise.reject(new Error('no request is expected')) }),
    commands: new CommandRunner({ env: GIT }),
    files: new FileStore(),
    redactor: new Redactor(),
  };
}

interface Row {
  readonly files?: Readonly<Record<string, string>>;
  readonly origin?: string | null;
  readonly bump?: string;
  readonly preid?: string;
  readonly previous?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** No repository at all. */
  readonly plain?: true;
}

async function refusal(row: Row) {
  if (row.plain === true) await mkdir(join(folder, 'src'));
  else
    await repository(
      row.files ?? { 'pyproject.toml': PROJECT },
      row.origin === undefined ? 'https://github.com/heroku/demo' : row.origin,
    );
  const before = await hashOf(folder);
  const made = world({ ...SECRETS, ...row.env });
  const { bump = 'minor', preid, previous } = row;
  let error: unknown;
  try {
    await composeDraft({ stage: 'draft', repo: folder, bump, preid, previous }, made);
  } catch (caught) {
    error = caught;
  }
  expect(await hashOf(folder), 'the folder is as it was').toBe(before);
  expect(made.http.sent).toEqual([]);
  if (!isCodedError(error)) throw new Error('composed', { cause: error });
  return error;
}

const BROKEN = '[project\n';
const UNKNOWN = `${PROJECT}[tool.heroku-release]\npyhtons = []\n`;

describe('composeDraft', () => {
  it.each<[string, Row, string]>([
    ['an unknown bump', { bump: 'bigger' }, 'USAGE'],
    ['an invalid preid', { bump: 'prerelease', preid: 'beta' }, 'USAGE'],
    ['an invalid previous version', { previous: 'HEAD~3' }, 'USAGE'],
    ['not a git repository', { plain: true }, 'GIT_NOT_A_REPOSITORY'],
    ['no pyproject.toml', { files: { 'README.md': 'x' } }, 'PROJECT_MISSING'],
    ['no version', { files: { 'pyproject.toml': '[project]\nname = "demo"\n' } }, 'VERSION_MISSING'],
    [
      'a dynamic version',
      { files: { 'pyproject.toml': '[project]\ndynamic = ["version"]\n' } },
      'VERSION_UNSUPPORTED',
    ],
    ['invalid TOML', { files: { 'pyproject.toml': BROKEN } }, 'PYPROJECT_INVALID'],
    ['an unknown setting', { files: { 'pyproject.toml': UNKNOWN } }, 'SETTINGS_UNKNOWN_KEY'],
    [
      'a wrong setting',
      { files: { 'pyproject.toml': PROJECT, 'heroku-release.toml': 'pythons = 3\n' } },
      'SETTINGS_INVALID',
    ],
    ['wrong overrides', { env: { HEROKU_RELEASE_SETTINGS: '{' } }, 'SETTINGS_INVALID'],
    ['no remote', { origin: null }, 'REMOTE_UNKNOWN'],
    [
      'a remote on another server',
      { origin: 'https://user:marked-password@gitlab.example/heroku/demo' },
      'REMOTE_UNKNOWN',
    ],
    ['no token', { env: { GITHUB_TOKEN: '' } }, 'TOKEN_MISSING'],
    [
      'another GitHub without its REST address',
      { env: { GITHUB_SERVER_URL: 'https://ghe.example' } },
      'GITHUB_BAD_ARGUMENT',
    ],
  ])('%s: fails with exit code 2, changes nothing, shows no secret', async (_, row, code) => {
    const error = await refusal(row);
    expect(error.code).toBe(code);
    expect(exitCodeOfError(error)).toBe(2);
    expect(error.hint).toBeTruthy();
    const shown = `${error.message}\n${error.hint ?? ''}\n${String(error.cause)}\n${error.stack ?? ''}`;
    expect(shown).not.toContain('marked-');
  });

  it.each<[string, Row, string]>([
    ['arguments before the repository', { plain: true, bump: 'bigger' }, 'USAGE'],
    ['the bump before the previous version', { bump: 'bigger', previous: 'x' }, 'USAGE'],
    ['the project before its settings', { files: { 'heroku-release.toml': 'x = 1\n' } }, 'PROJECT_MISSING'],
    [
      'settings before the remote',
      { files: { 'pyproject.toml': UNKNOWN }, origin: null },
      'SETTINGS_UNKNOWN_KEY',
    ],
    ['the remote before the token', { origin: null, env: { GITHUB_TOKEN: '' } }, 'REMOTE_UNKNOWN'],
  ])('checks %s', async (_, row, code) => {
    expect((await refusal(row)).code).toBe(code);
  });

  it('checks the committed files, whatever the work tree contains', async () => {
    await repository({ 'pyproject.toml': PROJECT }, 'https://github.com/heroku/demo');
    await writeFile(join(folder, 'pyproject.toml'), BROKEN);
    const stage = await composeDraft({ stage: 'draft', repo: folder, bump: 'minor' }, world(SECRETS));
    expect(stage.stage).toBe('draft');
    expect(stage.needs).toEqual([
      'contents: read',
      'contents: write',
      'pull-requests: read',
      'pull-requests: write',
    ]);
  });
});
