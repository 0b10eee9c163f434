import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, everything, repositoryName, startWorld } from '../../test/github/world.ts';
import type { Answer, GitHubWorld } from '../../test/github/world.ts';
import { storedName } from './rest/assets.ts';

let world: GitHubWorld;
let token: string;
beforeEach(async () => {
  world = await startWorld();
  token = world.user();
});
afterEach(async () => {
  await world.close();
});

const create = (body: object) => world.ask(token, 'POST', '/releases', { draft: true, ...body });
const patch = (answer: Answer, body: object) =>
  world.ask(token, 'PATCH', `/releases/${String(at(answer.json, 'id'))}`, body);
const refusal = (error: object) => ({
  status: 422,
  json: { message: 'Validation Failed', errors: [{ resource: 'Release', field: 'tag_name', ...error }] },
});

describe('drafts', () => {
  it('are invisible to readers', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    const reader = world.job({ contents: 'read' });
    const read = (path: string, by: string) => world.ask(by, 'GET', path);
    const self = `/releases/${String(at(draft.json, 'id'))}`;
    expect((await read('/releases', token)).json).toHaveLength(1);
    expect((await read('/releases', reader)).json).toHaveLength(0);
    expect(await read(self, token)).toMatchObject({ status: 200 });
    expect(await read(self, reader)).toMatchObject({ status: 404 });
    expect(await read(`${self}/assets`, reader)).toMatchObject({ status: 404 });
    expect(await read('/releases/tags/v1.1.0', token)).toMatchObject({ status: 404 });
    expect(draft.json).toMatchObject({
      published_at: null,
      html_url: expect.stringContaining('/untagged-') as string,
    });
  });

  it('make no tag and raise nothing', async () => {
    await create({ tag_name: 'v1.1.0' });
    expect(await world.ask(token, 'GET', '/git/ref/tags/v1.1.0')).toMatchObject({ status: 404 });
    expect(world.events).toEqual([]);
  });

  it('may share a tag; the second one to be published is refused', async () => {
    const [one, two] = [await create({ tag_name: 'v1.1.0' }), await create({ tag_name: 'v1.1.0' })];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(await patch(two, { draft: false })).toMatchObject({ status: 200 });
    expect(await patch(one, { draft: false })).toMatchObject(refusal({ code: 'already_exists' }));
  });

  it('can be deleted', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    const self = `/releases/${String(at(draft.json, 'id'))}`;
    expect(await world.ask(token, 'DELETE', self)).toMatchObject({ status: 204 });
    expect(await world.ask(token, 'DELETE', self)).toMatchObject({ status: 404 });
  });

  it('may be missing in the list for a while', async () => {
    world.github.staleness.releasesMs = 3000;
    await create({ tag_name: 'v1.1.0' });
    expect((await world.ask(token, 'GET', '/releases')).json).toEqual([]);
    world.clock.ms += 3000;
    expect((await world.ask(token, 'GET', '/releases')).json).toHaveLength(1);
  });
});

describe('publishing', () => {
  it('makes a lightweight tag at the default branch where there is none', async () => {
    const answer = await create({ tag_name: 'v1.1.0', draft: false });
    expect(answer).toMatchObject({
      status: 201,
      json: { draft: false, published_at: '2026-03-02T10:00:00Z' },
    });
    expect((await world.ask(token, 'GET', '/git/ref/tags/v1.1.0')).json).toMatchObject({
      object: { type: 'commit', sha: world.git('rev-parse', 'main') },
    });
  });

  it('leaves a tag alone that is there', async () => {
    const sha = world.git('rev-parse', 'main');
    await world.ask(token, 'POST', '/git/refs', { ref: 'refs/tags/v1.1.0', sha });
    world.commit('More', { more: '1' });
    world.push('main');
    await patch(await create({ tag_name: 'v1.1.0', target_commitish: 'main' }), { draft: false });
    expect((await world.ask(token, 'GET', '/git/ref/tags/v1.1.0')).json).toMatchObject({ object: { sha } });
  });

  it('twice does no harm', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    await patch(draft, { draft: false });
    world.events.length = 0;
    expect(await patch(draft, { draft: false })).toMatchObject({ status: 200 });
    expect(world.events).toEqual([]);
  });

  it.each([
    ['true', 'v0.9.0'],
    ['false', 'v1.0.0'],
    ['legacy', 'v1.0.0'],
  ])('an older version with make_latest %s: latest is %s', async (make_latest, latest) => {
    await create({ tag_name: 'v1.0.0', draft: false });
    await patch(await create({ tag_name: 'v0.9.0' }), { draft: false, make_latest });
    expect((await world.ask(token, 'GET', '/releases/latest')).json).toMatchObject({ tag_name: latest });
  });

  it('a prerelease is never the latest', async () => {
    await create({ tag_name: 'v2.0.0rc1', draft: false, prerelease: true });
    expect(await world.ask(token, 'GET', '/releases/latest')).toMatchObject({ status: 404 });
  });
});

describe('a release is refused', () => {
  it('for a tag that a published one has', async () => {
    await create({ tag_name: 'v1.1.0', draft: false });
    expect(await create({ tag_name: 'v1.1.0' })).toMatchObject(refusal({ code: 'already_exists' }));
  });

  it.each([
    ['a bad tag name', { tag_name: 'a..b' }],
    ['an unknown target', { tag_name: 'v1', target_commitish: 'nowhere' }],
    ['notes too long', { tag_name: 'v1', body: 'x'.repeat(125_001) }],
    ['make_latest as a boolean', { tag_name: 'v1', make_latest: true }],
    ['no tag name', {}],
  ])('for %s', async (_name, body) => {
    expect(await create(body)).toMatchObject({ status: 422 });
    expect(world.github.releases(repositoryName)).toEqual([]);
  });
});

/** Uploads a file to the release of an answer. */
function upload(release: Answer, name: string, bytes = 'bytes', headers: Record<string, string> = {}) {
  const address = String(at(release.json, 'upload_url')).replace(/\{.*\}$/, '');
  return world.ask(token, 'POST', `${address}?name=${encodeURIComponent(name)}`, bytes, {
    'content-type': 'application/octet-stream',
    ...headers,
  });
}

describe('files', () => {
  it('are kept byte for byte, with their hash', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    const asset = await upload(draft, 'a.whl', 'wheel');
    expect(asset).toMatchObject({ status: 201, json: { name: 'a.whl', size: 5, state: 'uploaded' } });
    const self = `/releases/assets/${String(at(asset.json, 'id'))}`;
    const link = await world.ask(token, 'GET', self, undefined, { accept: 'application/octet-stream' });
    expect(link.status).toBe(302);
    const download = await fetch(link.headers.get('location') ?? '');
    expect(await download.text()).toBe('wheel');
  });

  it('have no digest on a server that does not state it; the bytes are the same', async () => {
    world.github.configure(repositoryName, { assetDigests: false });
    const draft = await create({ tag_name: 'v1.1.0' });
    const asset = await upload(draft, 'a.whl', 'wheel');
    expect(at(asset.json, 'digest')).toBeNull();
    const self = `/releases/assets/${String(at(asset.json, 'id'))}`;
    expect(at((await world.ask(token, 'GET', self)).json, 'digest')).toBeNull();
    expect(at((await world.ask(token, 'GET', '/releases')).json, '0.assets.0.digest')).toBeNull();
    const link = await world.ask(token, 'GET', self, undefined, { accept: 'application/octet-stream' });
    expect(await (await fetch(link.headers.get('location') ?? '')).text()).toBe('wheel');
  });

  it('with a name that is taken are refused, also after renaming', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    await upload(draft, 'my file.whl');
    expect(await upload(draft, 'my.file.whl')).toMatchObject({
      status: 422,
      json: { errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }] },
    });
  });

  it('that broke off block their name until they are deleted', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    const id = Number(at(draft.json, 'id'));
    const broken = world.github.leaveStarterAsset(repositoryName, id, 'a.whl', { by: 'casey' });
    expect(await upload(draft, 'a.whl')).toMatchObject({ status: 422 });
    expect(await world.ask(token, 'DELETE', `/releases/assets/${broken.id}`)).toMatchObject({ status: 204 });
    expect(await upload(draft, 'a.whl')).toMatchObject({ status: 201 });
  });

  it.each([
    ['no name', '', 'x', 422],
    ['no bytes', 'a.whl', '', 422],
  ])('with %s are refused', async (_name, name, bytes, status) => {
    expect(await upload(await create({ tag_name: 'v1.1.0' }), name, bytes)).toMatchObject({ status });
  });

  it('of unknown length are refused', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    const address = String(at(draft.json, 'upload_url')).replace(/\{.*\}$/, '');
    const answer = await fetch(`${address}?name=a`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
      body: new Blob(['stream']).stream(),
      duplex: 'half',
    });
    expect(answer.status).toBe(411);
  });

  it('a 502 that landed leaves the file', async () => {
    const draft = await create({ tag_name: 'v1.1.0' });
    world.faults.next('github.assets.upload', { land: true, then: { status: 502 } });
    expect(await upload(draft, 'a.whl')).toMatchObject({ status: 502 });
    expect(await upload(draft, 'a.whl')).toMatchObject({ status: 422 });
    expect(world.faults.unused).toEqual([]);
  });

  it.each([
    ['demo-1.0-py3-none-any.whl', 'demo-1.0-py3-none-any.whl'],
    ['demo-1.0+abc.tar.gz', 'demo-1.0.abc.tar.gz'],
    ['my file.txt', 'my.file.txt'],
    ['.hidden.', 'hidden'],
  ])('%s is kept as %s', (name, stored) => {
    expect(storedName(name)).toBe(stored);
  });
});

describe('immutable releases', () => {
  let release: Answer;
  beforeEach(async () => {
    world.github.configure(repositoryName, { immutableReleases: true });
    release = await create({ tag_name: 'v1.1.0' });
    await upload(release, 'a.whl');
    release = await patch(release, { draft: false });
  });

  it('say so, and take no file and lose none', async () => {
    expect(release.json).toMatchObject({ immutable: true });
    expect(await upload(release, 'b.whl')).toMatchObject({
      status: 422,
      json: { message: expect.stringMatching(/immutable release/) as string },
    });
    const asset = String(at(release.json, 'assets.0.id'));
    expect(await world.ask(token, 'DELETE', `/releases/assets/${asset}`)).toMatchObject({ status: 422 });
  });

  it('keep tag and state, but take new notes', async () => {
    expect(await patch(release, { tag_name: 'v9' })).toMatchObject({ status: 422 });
    expect(await patch(release, { draft: true })).toMatchObject({ status: 422 });
    expect(await patch(release, { body: 'Notes', name: 'N' })).toMatchObject({ status: 200 });
  });

  it('burn their tag name for good', async () => {
    await world.ask(token, 'DELETE', `/releases/${String(at(release.json, 'id'))}`);
    const error = { code: 'custom', message: 'tag_name was used by an immutable release' };
    expect(await create({ tag_name: 'v1.1.0' })).toMatchObject(refusal(error));
  });

  it('without the setting a published release still takes files', async () => {
    world.github.configure(repositoryName, { immutableReleases: false });
    const open = await create({ tag_name: 'v2.0.0', draft: false });
    expect(open.json).toMatchObject({ immutable: false });
    expect(await upload(open, 'late.whl')).toMatchObject({ status: 201 });
  });
});

it('a job with contents: write may do all of it', async () => {
  token = world.job(everything);
  const draft = await create({ tag_name: 'v1.1.0' });
  await upload(draft, 'a.whl');
  expect(await patch(draft, { draft: false })).toMatchObject({ status: 200 });
});
