import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ScriptedServer } from '@heroku-release/release-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StageDocument } from '../report/report-document.ts';
import type { ProgramHost } from './host.ts';
import { jobFolder, runStageApp } from './stage-app.ts';
import type { StageApp } from './stage-app.ts';

const SECRETS = {
  INPUT_TOKEN: 'marked-github-token',
  TPS_API_TOKEN: 'marked-tps-token',
  ACTOR_EMAIL: 'marked-ada@example.invalid',
  PYPI_TOKEN: 'marked-index-token',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'marked-request-token',
};

const PUBLISH = () => ({ stage: 'publish' as const, workFolder: folder });

let folder: string;
/** Refuses every token: the stage ends at its first request. */
let github: ScriptedServer;
beforeEach(async () => {
  github = await ScriptedServer.start({ status: 401, body: '{"message":"Bad credentials"}' });
  folder = await mkdtemp(join(tmpdir(), 'stage-app-'));
});
afterEach(async () => {
  await github[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function hostWith(env: ProgramHost['env']) {
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const path of Object.values(files)) await writeFile(path, '');
  const written: string[] = [];
  const host: ProgramHost = {
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'heroku/demo',
      GITHUB_REF: 'refs/tags/v1.3.0',
      GITHUB_API_URL: github.baseUrl,
      GITHUB_SERVER_URL: github.baseUrl,
      RUNNER_TEMP: folder,
      HEROKU_RELEASE_REPORTS: join(folder, 'reports'),
      ...files,
      ...SECRETS,
      ...env,
    },
    out: (text) => written.push(text),
    err: (text) => written.push(text),
    onInterrupt: () => undefined,
    kill: () => undefined,
  };
  return { host, files, log: () => written.join('') };
}

async function run(env: ProgramHost['env'], request: StageApp<'publish'>['request'] = PUBLISH) {
  const { host, files, log: read } = await hostWith(env);
  const exitCode = await runStageApp<'publish'>({ request, resume: 'run the job again' }, host);
  const written = await Promise.all(
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
  const log = read();
  expect([log, ...written].join('\n')).not.toContain('marked-');
  return { exitCode, log, output: await readFile(files.GITHUB_OUTPUT, 'utf8') };
}

describe('runStageApp', () => {
  it.each<[string, ProgramHost['env'], string, number]>([
    ['not a job', { GITHUB_ACTIONS: undefined }, 'GitHub Actions', 2],
    ['an invalid fault', { HEROKU_RELEASE_FAULT: 'x' }, 'HEROKU_RELEASE_FAULT', 2],
    ['no token', { INPUT_TOKEN: '' }, 'TOKEN_MISSING', 2],
    ['no token for TPS', { TPS_API_TOKEN: '' }, 'TOKEN_MISSING', 2],
    ['no tag', { GITHUB_REF: 'refs/heads/main' }, 'USAGE', 2],
    ['only part of an index', { PYPI_INDEX_URL: 'https://index.example/simple/' }, 'ENVIRONMENT_INVALID', 2],
    ['an invalid repository', { GITHUB_REPOSITORY: 'demo' }, 'ENVIRONMENT_INVALID', 2],
    ['an invalid server', { GITHUB_API_URL: 'marked-nonsense' }, 'GITHUB_BAD_ARGUMENT', 2],
    ['an input that is neither true nor false', { 'INPUT_DRY-RUN': 'perhaps' }, 'ACTIONS_INPUT_INVALID', 2],
  ])('%s: reported, never thrown, without secrets', async (_, env, words, exit) => {
    const { exitCode, log } = await run(env);
    expect(log).toContain(words);
    expect(exitCode).toBe(exit);
  });

  it('a defect that contains a secret: reported, never thrown, without secrets', async () => {
    const { exitCode, log } = await run({}, () => {
      throw new Error(`no ${SECRETS.INPUT_TOKEN}, no ${encodeURIComponent(SECRETS.ACTOR_EMAIL)}`);
    });
    expect(log).toContain('UNEXPECTED');
    expect(exitCode).toBe(1);
  });

  it('create-tag without an event: reported, never thrown', async () => {
    const { host, log } = await hostWith({});
    const app: StageApp<'create-tag'> = { request: () => ({ stage: 'create-tag' }), resume: 'again' };
    expect(await runStageApp(app, host)).toBe(2);
    expect(log()).toContain('ACTIONS_');
  });

  it('reports an error before the stage begins as the result of the step', async () => {
    expect((await run({ TPS_API_TOKEN: '' })).output).toMatch(/^result<<(\S+)\nfailed\n\1\n$/m);
  });

  it.each([
    ['true', 'plan'],
    ['false', 'apply'],
  ])('with dry-run %s the mode in the report is %s', async (input, mode) => {
    const repo = join(folder, 'none');
    const { exitCode } = await run(
      { 'INPUT_DRY-RUN': input, GITHUB_REF: 'refs/tags/v1.3.0', GITHUB_RUN_ID: '5', GITHUB_RUN_ATTEMPT: '2' },
      () => ({ stage: 'publish', workFolder: repo }),
    );
    expect(exitCode).toBe(1);
    const text = await readFile(join(folder, 'reports', 'publish-5-2.json'), 'utf8');
    expect(JSON.parse(text) as StageDocument).toMatchObject({ stage: 'publish', mode, outcome: 'failed' });
  });
});

describe('jobFolder', () => {
  it.each([[{}], [{ RUNNER_TEMP: '' }]])('is missing in %j', (env) => {
    const world = { env } as Parameters<typeof jobFolder>[0];
    expect(() => jobFolder(world, 'RUNNER_TEMP')).toThrow(
      expect.objectContaining({ code: 'ENVIRONMENT_INVALID' }) as Error,
    );
  });
});
