import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { REPOSITORY, RunnerWorld, onPush } from '../../test/runner-world.ts';
import type { WorldOptions } from '../../test/runner-world.ts';

let world: RunnerWorld | undefined;

async function make(wish: WorldOptions): Promise<RunnerWorld> {
  world = await RunnerWorld.make(wish);
  return world;
}

afterEach(async () => {
  await world?.close();
  world = undefined;
});

const PIN = 'heroku/tools/probe@0000000000000000000000000000000000000000';
const probe = (inputs: string, top: string, job = '') =>
  onPush(`- id: probe\n  uses: ${PIN}\n  with: ${inputs}`, top, job);
const outputs = async (made: RunnerWorld) => (await made.play())[0]!.jobs[0]!.steps[0]!.outputs;

describe("a job's token", () => {
  it.each([
    ['{ contents: write }', '201'],
    ['{ contents: read }', '403'],
    ['{}', '403'],
  ])('with %s gets %s for a new branch', async (permissions, status) => {
    const made = await make({ files: {} });
    const sha = await made.git('rev-parse', 'HEAD');
    const call = `POST git/refs {"ref":"refs/heads/made","sha":"${sha}"}`;
    await made.commit('Workflow', {
      '.github/workflows/test.yml': probe(`{ call: '${call}' }`, `permissions: ${permissions}\n`),
    });
    await made.push('main');
    const [run] = await made.runner.drain();
    expect(run!.jobs[0]!.steps[0]!.outputs).toMatchObject({ status });
  });

  it('expires with the job', async () => {
    const made = await make({
      files: { test: onPush('- run: echo "${{ github.token }}" > "$HOME/token"') },
    });
    await made.play();
    const token = (await readFile(join(made.root, 'token'), 'utf8')).trim();
    const answer = await fetch(`${made.sandbox.endpoints.GITHUB_API_URL}/repos/${REPOSITORY}/pulls`, {
      headers: {
        authorization: `Bearer ${token}`,
        'user-agent': 'test',
        'x-github-api-version': '2022-11-28',
      },
    });
    expect(answer.status).toBe(401);
  });
});

describe('a mapped action', () => {
  it('runs as a process with its inputs, and with its post script at the end', async () => {
    const made = await make({
      files: {
        test: onPush(`
- id: probe
  uses: ${PIN}
  with: { dry-run: true, odd: x }
- run: echo "\${{ steps.probe.outputs.said }}"
`),
      },
    });
    const [run] = await made.play();
    const [step, next, post] = run!.jobs[0]!.steps;
    expect(step).toMatchObject({
      conclusion: 'success',
      exitCode: 0,
      outputs: { said: 'dry-run true', ref: `refs/heads/main ${run!.sha}`, tps: 'none' },
      annotations: [{ level: 'warning' }],
    });
    expect(next!.log).toEqual(['dry-run true']);
    expect(post).toMatchObject({ name: `Post Run ${PIN}`, conclusion: 'success', log: ['held yes'] });
    expect(run!.summary).toBe('### probed main\n');
  });
});

describe('an identity token', () => {
  it('carries the claims of the job', async () => {
    const made = await make({
      files: {
        publish: probe(
          '{ audience: index }',
          'permissions: { id-token: write }\n',
          'environment: change_management',
        ),
      },
    });
    const { identity } = await outputs(made);
    const claims = JSON.parse(Buffer.from(identity!, 'base64url').toString()) as Record<string, unknown>;
    const { id, owner } = made.sandbox.github.repository(REPOSITORY);
    const file = `${REPOSITORY}/.github/workflows/publish.yml@refs/heads/main`;
    expect(claims).toMatchObject({
      iss: made.sandbox.identity.issuer,
      aud: 'index',
      sub: `repo:${REPOSITORY}:environment:change_management`,
      repository: REPOSITORY,
      repository_id: String(id),
      repository_owner: 'heroku',
      repository_owner_id: String(owner.id),
      job_workflow_ref: file,
      workflow_ref: file,
      ref: 'refs/heads/main',
      sha: await made.git('rev-parse', 'HEAD'),
      event_name: 'push',
      environment: 'change_management',
      run_attempt: '1',
    });
  });

  it('is not available without the permission', async () => {
    const made = await make({
      files: { test: probe('{ audience: index }', 'permissions: { contents: write }\n') },
    });
    expect(await outputs(made)).toMatchObject({ identity: 'none' });
  });
});

describe('an environment', () => {
  const tps = 'env: { TPS_API_TOKEN: "${{ secrets.TPS }}" }';
  const step = `- id: probe\n  uses: ${PIN}\n  ${tps}`;
  const environments = { change_management: { secrets: { TPS: 'tps-t0ken' }, refs: ['refs/tags/v*'] } };

  it('gives its secrets only to its jobs', async () => {
    const made = await make({
      files: {
        inside: onPush(step, '', 'environment: { name: change_management }'),
        outside: onPush(step),
      },
      environments: { change_management: { secrets: { TPS: 'tps-t0ken' } } },
    });
    const runs = await made.play();
    expect(runs.map((run) => run.jobs[0]!.steps[0]!.outputs['tps'])).toEqual(['***', '']);
    expect(runs.map((run) => run.jobs[0]!.environment)).toEqual(['change_management', undefined]);
    expect(JSON.stringify(made.progress)).not.toContain('tps-t0ken');
  });

  it('refuses a ref that may not deploy', async () => {
    const made = await make({
      files: { test: onPush(step, '', 'environment: change_management') },
      environments,
    });
    const [run] = await made.play();
    expect(run).toMatchObject({ conclusion: 'failure', jobs: [{ conclusion: 'failure', steps: [] }] });
    expect(run!.jobs[0]!.because).toContain('refs/heads/main');
  });
});
