import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { StageDocument } from '@heroku-release/release-flow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heroku, program } from './program.ts';
import { ReleaseWorld, REPOSITORY } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

const APP = join(import.meta.dirname, '../dist/actions/publish/dist/index.js');
const worlds: ReleaseWorld[] = [];
let template: Template;

beforeAll(async () => {
  template = await makeTemplate();
});
afterAll(async () => {
  for (const world of worlds) await world.close();
});

/** A world in which publish is about to start, and the environment of the job that GitHub would start for it. */
async function job(): Promise<{ world: ReleaseWorld; env: Record<string, string | undefined> }> {
  const world = await ReleaseWorld.open(template);
  worlds.push(world);
  await world.tagRelease();
  const payload = join(world.root, 'event.json');
  await writeFile(
    payload,
    JSON.stringify({
      ref: 'refs/tags/v1.3.0',
      workflow: '.github/workflows/publish.yml',
      inputs: null,
      repository: { full_name: REPOSITORY, default_branch: 'main' },
      sender: { login: 'ada' },
    }),
  );
  const files = {
    GITHUB_OUTPUT: join(world.root, 'output'),
    GITHUB_STEP_SUMMARY: join(world.root, 'summary'),
  };
  for (const file of Object.values(files)) await writeFile(file, '');
  const reports = join(world.root, 'reports');
  await mkdir(reports);
  const runnerTemp = join(world.root, 'temp');
  await mkdir(runnerTemp);
  const env = {
    ...world.env(),
    ...(await world.publishEnv()),
    ...files,
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_EVENT_PATH: payload,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_REF: 'refs/tags/v1.3.0',
    GITHUB_REF_NAME: 'v1.3.0',
    GITHUB_RUN_ID: '77',
    GITHUB_RUN_ATTEMPT: '1',
    RUNNER_TEMP: runnerTemp,
    HEROKU_RELEASE_REPORTS: reports,
  };
  return { world, env };
}

const summarize = ({ outcome, exitCode, steps, requests }: StageDocument) => ({
  outcome,
  exitCode,
  requests,
  steps: steps.map(({ step, decision, outcome: end, because }) => ({ step, decision, end, because })),
});

describe.each([
  { mode: 'a dry run', input: 'true', flags: ['--dry-run'] },
  { mode: 'a run', input: 'false', flags: [] },
])('$mode of publish on one event', ({ input, flags }) => {
  it('is reported the same by the stage app and by the command', async () => {
    const app = await job();
    const asApp = await program(process.execPath, [APP], {
      env: { ...app.env, INPUT_TOKEN: app.env['GITHUB_TOKEN'], 'INPUT_DRY-RUN': input },
    });
    const [name = ''] = await readdir(join(app.world.root, 'reports'));
    const reported = JSON.parse(
      await readFile(join(app.world.root, 'reports', name), 'utf8'),
    ) as StageDocument;
    const command = await job();
    const asCommand = await heroku(['publish', '--json', ...flags], { env: command.env });
    expect([asApp.exitCode, asCommand.exitCode]).toEqual([0, 0]);
    const document = JSON.parse(asCommand.stdout) as StageDocument;
    // Each world has its own origin; nothing else may differ.
    const plain = (value: object) =>
      JSON.parse(JSON.stringify(value).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://github')) as unknown;
    expect(plain(summarize(reported))).toEqual(plain(summarize(document)));
    expect(await command.world.state()).toEqual(await app.world.state());
  });
});
