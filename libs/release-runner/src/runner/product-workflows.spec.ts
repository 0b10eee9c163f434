import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { REPOSITORY, RunnerWorld } from '../../test/runner-world.ts';

const STAGE_APP = fileURLToPath(new URL('../../test/actions/stage-app', import.meta.url));
const NAMES = ['package', 'create-tag', 'publish'];

let world: RunnerWorld | undefined;

afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function template(name: string): Promise<string> {
  const file = new URL(`../../../../apps/release/templates/workflows/${name}.yml`, import.meta.url);
  return await readFile(file, 'utf8');
}

describe("the product's own workflows", () => {
  it('lead from a push to main to a publication at the tag, each job with its own permissions', async () => {
    const files = Object.fromEntries(
      await Promise.all(NAMES.map(async (name) => [name, await template(name)] as const)),
    );
    world = await RunnerWorld.make({
      files,
      actions: new Map(NAMES.map((name) => [`heroku/heroku-release/apps/${name}`, STAGE_APP])),
      environments: {
        change_management: {
          secrets: { TPS_API_TOKEN_PARAM: 'tps-t0ken', TPS_API_RELEASE_ACTOR_EMAIL: 'ada@example.com' },
          refs: ['refs/tags/v*'],
        },
      },
    });
    expect(await world.runner.inspect()).toEqual([]);
    const runs = await world.play('Release v1.0.0');
    const sha = await world.git('rev-parse', 'HEAD');
    expect(runs.map((run) => [run.workflow, run.title, run.event, run.ref, run.sha, run.conclusion])).toEqual(
      [
        ['Package Library', 'Release v1.0.0', 'push', 'refs/heads/main', sha, 'success'],
        ['Create Tag', 'Create Tag', 'workflow_run', 'refs/heads/main', sha, 'success'],
        ['Publish Release', 'Publish v1.0.0', 'workflow_dispatch', 'refs/tags/v1.0.0', sha, 'success'],
      ],
    );
    expect(runs.map((run) => run.jobs[0]!.permissions)).toEqual([
      { contents: 'read', 'pull-requests': 'read' },
      { contents: 'write', 'pull-requests': 'read', actions: 'write' },
      { contents: 'write', actions: 'read', 'id-token': 'write' },
    ]);
    expect(runs[2]!.jobs[0]).toMatchObject({ environment: 'change_management' });
    expect(runs[2]!.jobs[0]!.steps[0]!.outputs).toEqual({
      found: 'release-dist',
      actor: '***',
      identity: 'true',
    });
    const uses = world.progress.flatMap((event) =>
      event.kind === 'line' ? [event.uses?.replace(/@.*/, '')] : [],
    );
    expect(new Set(uses)).toContain('heroku/heroku-release/apps/publish');
    expect(new Set(uses)).toContain('actions/checkout');
    expect(JSON.stringify([world.progress, runs])).not.toMatch(/tps-t0ken|ada@example\.com|ghs_/);
  });

  it('stop at a failed package run', async () => {
    const failing = { files: {} as Record<string, string> };
    for (const name of NAMES) failing.files[name] = await template(name);
    world = await RunnerWorld.make({
      ...failing,
      actions: new Map(NAMES.map((name) => [`heroku/heroku-release/apps/${name}`, STAGE_APP])),
      more: { dist: 'in the way of the folder\n' },
    });
    expect((await world.play()).map((run) => [run.workflow, run.conclusion])).toEqual([
      ['Package Library', 'failure'],
      ['Create Tag', 'failure'],
    ]);
  });

  it('tag a release whose event was lost, once somebody starts Create Tag with the run', async () => {
    const files = Object.fromEntries(
      await Promise.all(NAMES.map(async (name) => [name, await template(name)] as const)),
    );
    world = await RunnerWorld.make({
      files,
      actions: new Map(NAMES.map((name) => [`heroku/heroku-release/apps/${name}`, STAGE_APP])),
      environments: { change_management: { secrets: {}, refs: ['refs/tags/v*'] } },
    });
    await world.play('Release v1.0.0');
    // As if GitHub had never started Create Tag.
    await world.push(':refs/tags/v1.0.0');
    await world.runner.drain();
    const { runs } = world.sandbox.github.repository(REPOSITORY);
    const run = runs.find(({ workflow }) => workflow.name === 'Package Library');
    const dispatch = async (inputs: object) => {
      const token = world?.sandbox.github.issueToken({
        repository: REPOSITORY,
        actor: 'ada',
        kind: 'user',
        permissions: { actions: 'write' },
      });
      const url = `${world?.sandbox.endpoints.GITHUB_API_URL}/repos/${REPOSITORY}/actions/workflows/create-tag.yml/dispatches`;
      const headers = { authorization: `Bearer ${token}`, 'user-agent': 'gh' };
      return await fetch(url, { method: 'POST', headers, body: JSON.stringify({ ref: 'main', inputs }) });
    };
    expect((await dispatch({})).status).toBe(422);
    expect((await dispatch({ run: String(run?.id) })).ok).toBe(true);
    expect((await world.runner.drain()).map((each) => [each.workflow, each.event, each.conclusion])).toEqual([
      ['Create Tag', 'workflow_dispatch', 'success'],
      ['Publish Release', 'workflow_dispatch', 'success'],
    ]);
    expect(world.sandbox.github.repository(REPOSITORY).branchesAndTags().has('refs/tags/v1.0.0')).toBe(true);
  });
});
