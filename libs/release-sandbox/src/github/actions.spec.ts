import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, repositoryName, startWorld } from '../../test/github/world.ts';
import type { GitHubWorld } from '../../test/github/world.ts';
import type { Run } from './model/run.ts';

let world: GitHubWorld;
let token: string;
let main: string;
beforeEach(async () => {
  world = await startWorld();
  token = world.job({ actions: 'write' });
  main = world.git('rev-parse', 'main');
});
afterEach(async () => {
  await world.close();
});

const newRun = (more: object = {}): Run =>
  world.github.createRun({
    repository: repositoryName,
    workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
    event: 'push',
    headSha: main,
    headBranch: 'main',
    actor: 'casey',
    ...more,
  });
const get = (path: string) => world.ask(token, 'GET', path);

describe('runs', () => {
  const ids = async (query: string) => {
    const answer = await get(`/actions/workflows/package.yml/runs${query}`);
    return (at(answer.json, 'workflow_runs') as { id: number }[]).map((run) => run.id);
  };

  it('are found by what they are', async () => {
    const push = newRun();
    const pull = newRun({ event: 'pull_request', headBranch: 'topic' });
    newRun({ workflow: { path: '.github/workflows/publish.yml', name: 'Publish Library' } });
    world.github.updateRun(push.id, { status: 'completed', conclusion: 'success' });
    expect(await ids('')).toEqual([pull.id, push.id]);
    expect(await ids('?event=push')).toEqual([push.id]);
    expect(await ids('?branch=topic')).toEqual([pull.id]);
    expect(await ids('?status=completed')).toEqual([push.id]);
    expect(await ids('?status=success')).toEqual([push.id]);
    expect(await ids(`?head_sha=${main}&event=pull_request`)).toEqual([pull.id]);
  });

  it('keep the odd facts of head_sha: a short one finds nothing, an empty one everything', async () => {
    const run = newRun();
    expect(await ids(`?head_sha=${main.slice(0, 7)}`)).toEqual([]);
    expect(await ids('?head_sha=')).toEqual([run.id]);
  });

  it('are found by filter only after a while, by id at once', async () => {
    world.github.staleness.runsMs = 60_000;
    const run = newRun();
    expect(await ids('?event=push')).toEqual([]);
    expect(await ids('')).toEqual([run.id]);
    expect(await get(`/actions/runs/${run.id}`)).toMatchObject({ status: 200, json: { head_sha: main } });
    world.clock.ms += 60_000;
    expect(await ids('?event=push')).toEqual([run.id]);
  });

  it('have no conclusion before they are completed, and need one then', async () => {
    const run = newRun();
    expect((await get(`/actions/runs/${run.id}`)).json).toMatchObject({ status: 'queued', conclusion: null });
    expect(() => world.github.updateRun(run.id, { status: 'completed' })).toThrow('needs a conclusion');
  });

  it('keep their id when they are run again', () => {
    const run = newRun();
    world.github.updateRun(run.id, { status: 'completed', conclusion: 'failure' });
    world.github.updateRun(run.id, { status: 'queued', attempt: 2 });
    expect(world.github.run(run.id)).toMatchObject({ attempt: 2, conclusion: null });
  });

  it.each(['/actions/runs/1', '/actions/runs/x', '/actions/workflows/none.yml/runs'])(
    '404: %s',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404 });
    },
  );
});

describe('artifacts', () => {
  const zip = new Uint8Array([80, 75, 5, 6]);
  const store = (run: Run, more: object = {}) =>
    world.github.storeArtifact({ runId: run.id, name: 'dist', zip, ...more });

  it('are listed with digest and run', async () => {
    const run = newRun();
    const artifact = store(run);
    store(run, { name: 'other' });
    const list = await get(`/actions/runs/${run.id}/artifacts?name=dist`);
    expect(list.json).toMatchObject({
      total_count: 1,
      artifacts: [
        { id: artifact.id, digest: artifact.digest, expired: false, workflow_run: { head_sha: main } },
      ],
    });
  });

  it('have no digest on a server that does not state it; the stored bytes are the same', async () => {
    world.github.configure(repositoryName, { artifactDigests: false });
    const run = newRun();
    const { id } = store(run);
    const list = await get(`/actions/runs/${run.id}/artifacts`);
    expect(at(list.json, 'artifacts.0.digest')).toBeNull();
    expect(at((await get(`/actions/artifacts/${id}`)).json, 'digest')).toBeNull();
    const link = (await get(`/actions/artifacts/${id}/zip`)).headers.get('location') ?? '';
    expect(new Uint8Array(await (await fetch(link)).arrayBuffer())).toEqual(zip);
  });

  it('of one name are refused in one attempt, unless one overwrites', () => {
    const run = newRun();
    const first = store(run);
    expect(() => store(run)).toThrow(expect.objectContaining({ status: 409 }));
    const second = store(run, { overwrite: true });
    expect(world.github.artifacts(run.id).map((each) => each.id)).toEqual([second.id]);
    world.github.updateRun(run.id, { status: 'queued', attempt: 2 });
    store(run);
    expect(world.github.artifacts(run.id)).toHaveLength(2);
    expect(() => world.github.artifactZip(first.id)).toThrow();
  });

  it.each(['a/b', 'a:b', 'a"b', '', 'a\nb'])('refuse the name %j', (name) => {
    expect(() => store(newRun(), { name })).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('are downloaded by a link that needs no token and lasts a minute', async () => {
    const artifact = store(newRun());
    const answer = await get(`/actions/artifacts/${artifact.id}/zip`);
    const link = answer.headers.get('location') ?? '';
    expect(answer.status).toBe(302);
    const good = await fetch(link);
    expect(good.headers.get('content-type')).toBe('application/zip');
    expect(new Uint8Array(await good.arrayBuffer())).toEqual(zip);
    const leaked = await fetch(link, { headers: { authorization: `Bearer ${token}` } });
    const forged = await fetch(link.replace(/sig=./, 'sig=x'));
    world.clock.ms += 60_000;
    const late = await fetch(link);
    expect([leaked.status, forged.status, late.status]).toEqual([401, 403, 403]);
    const fresh = await get(`/actions/artifacts/${artifact.id}/zip`);
    expect((await fetch(fresh.headers.get('location') ?? '')).status).toBe(200);
  });

  it('expire by time and by hand: 410', async () => {
    const run = newRun();
    const [short, long] = [store(run, { retentionDays: 1 }), store(run, { name: 'long' })];
    world.clock.ms += 86_400_000;
    expect(await get(`/actions/artifacts/${short.id}/zip`)).toMatchObject({ status: 410 });
    expect((await get(`/actions/artifacts/${short.id}`)).json).toMatchObject({ expired: true });
    expect(await get(`/actions/artifacts/${long.id}/zip`)).toMatchObject({ status: 302 });
    world.github.expireArtifact(long.id);
    expect(await get(`/actions/artifacts/${long.id}/zip`)).toMatchObject({ status: 410 });
  });

  it('404 where there is none', async () => {
    expect(await get('/actions/artifacts/1/zip')).toMatchObject({ status: 404 });
  });
});

describe('a dispatch', () => {
  const dispatch = (body: object, file = 'publish.yml') =>
    world.ask(token, 'POST', `/actions/workflows/${file}/dispatches`, { ref: 'main', ...body });

  it('raises the event that starts a run, also from a job', async () => {
    expect(await dispatch({ inputs: { reason: 'again' } })).toMatchObject({ status: 204 });
    expect(world.events).toMatchObject([
      {
        name: 'workflow_dispatch',
        ref: 'refs/heads/main',
        sha: main,
        cause: 'job-token',
        startsRuns: true,
        workflow: '.github/workflows/publish.yml',
        payload: {
          inputs: { reason: 'again' },
          workflow: '.github/workflows/publish.yml',
          ref: 'refs/heads/main',
        },
      },
    ]);
  });

  it('tells the id of the run when asked to, and the run gets it', async () => {
    const answer = await dispatch({ return_run_details: true });
    expect(answer.status).toBe(200);
    const workflow = { path: '.github/workflows/publish.yml', name: 'Publish Library' };
    expect(newRun({ workflow, event: 'push' }).id).not.toBe(at(answer.json, 'workflow_run_id'));
    expect(newRun({ workflow, event: 'workflow_dispatch' }).id).toBe(at(answer.json, 'workflow_run_id'));
  });

  it.each([
    ['an unknown ref', {}, { ref: 'nowhere' }, 422, /^No ref found for: nowhere$/],
    ['an unknown input', {}, { inputs: { reasn: 'x' } }, 422, /^Unexpected inputs provided: \["reasn"\]$/],
    ['no ref', {}, { ref: undefined }, 422, /"ref"/],
    ['a file without the trigger', { file: 'package.yml' }, {}, 422, /'workflow_dispatch'/],
    ['a file that is not there', { file: 'none.yml' }, {}, 404, /^Not Found$/],
  ])('is refused for %s', async (_name, { file }: { file?: string }, body, status, message) => {
    expect(await dispatch(body, file)).toMatchObject({
      status,
      json: { message: expect.stringMatching(message) as string },
    });
    expect(world.events).toEqual([]);
  });

  it('needs the required inputs, and takes 25 at most', async () => {
    const names = Array.from({ length: 26 }, (_, index) => `input${index}`);
    const inputs = names.map((name) => `      ${name}:\n        required: ${name === 'input0'}\n`).join('');
    world.commit('New', {
      '.github/workflows/new.yml': `on:\n  workflow_dispatch:\n    inputs:\n${inputs}`,
    });
    world.push('main');
    const given = (count: number) => Object.fromEntries(names.slice(0, count).map((name) => [name, 'x']));
    expect(await dispatch({}, 'new.yml')).toMatchObject({
      status: 422,
      json: { message: "Required input 'input0' not provided" },
    });
    expect(await dispatch({ inputs: given(26) }, 'new.yml')).toMatchObject({ status: 422 });
    expect(await dispatch({ inputs: given(25) }, 'new.yml')).toMatchObject({ status: 204 });
  });

  it('needs the file on the default branch, and the trigger at the ref', async () => {
    world.git('checkout', '--quiet', '-b', 'topic');
    world.commit('New', {
      '.github/workflows/new.yml': 'on: workflow_dispatch\n',
      '.github/workflows/publish.yml': 'on: push\n',
    });
    world.push('topic');
    expect(await dispatch({ ref: 'topic' }, 'new.yml')).toMatchObject({ status: 404 });
    expect(await dispatch({ ref: 'topic' })).toMatchObject({ status: 422 });
  });

  it('on a new ref may be refused for a while', async () => {
    world.github.staleness.dispatchMs = 10_000;
    await world.ask(world.user(), 'POST', '/git/refs', { ref: 'refs/tags/v1', sha: main });
    expect(await dispatch({ ref: 'v1' })).toMatchObject({ status: 422 });
    world.clock.ms += 10_000;
    expect(await dispatch({ ref: 'v1' })).toMatchObject({ status: 204 });
  });
});
