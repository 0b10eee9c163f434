import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandRunner, FileStore, HttpClient, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeCreateTag } from './compose-create-tag.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-tag-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function compose(name: string, payload: object): Promise<unknown> {
  const path = join(folder, 'event.json');
  await writeFile(path, JSON.stringify(payload));
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'heroku/demo',
    GITHUB_TOKEN: 'marked-token',
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
  };
  return await composeCreateTag(
    { stage: 'create-tag' },
    {
      env,
      clock: new VirtualClock(),
      random: { hex: () => '0', fraction: () => 0 },
      http: new HttpClient({ transport: () => Promise.reject(new Error('no request is expected')) }),
      commands: new CommandRunner({ env: {} }),
      files: new FileStore(),
      redactor: new Redactor(),
    },
  );
}

const repository = { full_name: 'heroku/demo', default_branch: 'main' };
const dispatch = (inputs: object | null) => ({
  ref: 'refs/heads/main',
  workflow: '.github/workflows/create-tag.yml',
  inputs,
  repository,
});

describe('a job that no run of package started', () => {
  it.each([
    ['none', null],
    ['an empty one', { run: '' }],
    ['zero', { run: '0' }],
    ['a URL', { run: 'https://github.example/heroku/demo/actions/runs/5' }],
    ['a negative number', { run: '-5' }],
    ['more than a number', { run: '5; true' }],
    ['too many digits', { run: '1'.repeat(16) }],
  ])('by hand, with an input that is not the id of a run: %s', async (_, inputs) => {
    await expect(compose('workflow_dispatch', dispatch(inputs))).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each(['schedule', 'issues'])('by another event: %s', async (name) => {
    await expect(compose(name, { repository })).rejects.toMatchObject({ code: 'EVENT_UNSUITABLE' });
  });
});
