import { createHash } from 'node:crypto';
import { assetJson } from '../json/release.ts';
import type { Release, ReleaseAsset } from '../model/release.ts';
import { Refusal, invalid, notFound, unprocessable } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import type { Call, Operation, Reply } from './gateway.ts';
import { pageOf } from './page.ts';
import { releaseOf, canSeeRelease } from './releases.ts';

/** Operations on the files of releases. */
export function assetOperations(state: GitHubState): Operation[] {
  return [
    {
      name: 'github.assets.upload',
      method: 'POST',
      path: '/releases/:id/assets',
      host: 'uploads',
      needs: ['contents', 'write'],
      query: ['name', 'label'],
      handle: (call) => upload(state, call),
    },
    {
      name: 'github.assets.list',
      method: 'GET',
      path: '/releases/:id/assets',
      needs: ['contents', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => {
        const release = releaseOf(call);
        const page = pageOf(release.assets, call.query, call.url);
        const json = page.items.map((asset) => assetJson(state, call.repository, release, asset));
        return { status: 200, json, headers: page.headers };
      },
    },
    {
      name: 'github.assets.get',
      method: 'GET',
      path: '/releases/assets/:id',
      needs: ['contents', 'read'],
      handle: (call) => {
        const { release, asset } = assetOf(call);
        if (!(call.context.req.header('accept') ?? '').includes('application/octet-stream'))
          return { status: 200, json: assetJson(state, call.repository, release, asset) };
        if (asset.state !== 'uploaded') throw notFound();
        asset.downloads += 1;
        return { status: 302, headers: { location: state.storageLink(`assets/${asset.id}`) } };
      },
    },
    {
      name: 'github.assets.delete',
      method: 'DELETE',
      path: '/releases/assets/:id',
      needs: ['contents', 'write'],
      handle: (call) => {
        const { release, asset } = assetOf(call);
        if (release.immutable) throw unprocessable('Cannot delete assets from an immutable release.');
        release.assets.splice(release.assets.indexOf(asset), 1);
        return { status: 204 };
      },
    },
  ];
}

function assetOf(call: Call): { readonly release: Release; readonly asset: ReleaseAsset } {
  const id = call.number('id');
  for (const release of call.repository.releases) {
    const asset = release.assets.find((each) => each.id === id);
    if (asset !== undefined && canSeeRelease(call, release)) return { release, asset };
  }
  throw notFound();
}

/** The file name that GitHub stores: other characters become periods, and periods at the ends are removed. */
export function storedName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '.').replaceAll(/^\.+|\.+$/g, '');
}

async function upload(state: GitHubState, call: Call): Promise<Reply> {
  const { repository, context } = call;
  const release = releaseOf(call);
  const contentType = context.req.header('content-type');
  const name = storedName(call.query.get('name') ?? '');
  if (name === '') throw invalid({ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' });
  if (contentType === undefined) throw new Refusal(400, 'Content-Type is required');
  if (context.req.header('transfer-encoding') === 'chunked') throw new Refusal(411, 'Length Required');
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  if (release.immutable) throw unprocessable('Cannot upload assets to an immutable release.');
  if (bytes.byteLength === 0)
    throw invalid({
      resource: 'ReleaseAsset',
      code: 'custom',
      field: 'size',
      message: 'size must be greater than or equal to 1',
    });
  if (release.assets.some((asset) => asset.name === name))
    throw invalid({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
  const asset = createAsset(state, call, { name, contentType, bytes, label: call.query.get('label') });
  release.assets.push(asset);
  const json = assetJson(state, repository, release, asset);
  return { status: 201, json, headers: { location: json.url } };
}

function createAsset(
  state: GitHubState,
  { by }: Pick<Call, 'by'>,
  file: Pick<ReleaseAsset, 'name' | 'contentType' | 'bytes' | 'label'>,
): ReleaseAsset {
  return {
    ...file,
    id: state.newId(),
    state: 'uploaded',
    digest: `sha256:${createHash('sha256').update(file.bytes).digest('hex')}`,
    uploader: by.account,
    createdAtMs: state.nowMs,
    downloads: 0,
  };
}

/** The asset that an interrupted upload leaves behind: it blocks its name and has no bytes. */
export function starterAsset(state: GitHubState, by: Call['by'], name: string): ReleaseAsset {
  const asset = createAsset(
    state,
    { by },
    {
      name,
      contentType: 'application/octet-stream',
      bytes: new Uint8Array(),
      label: null,
    },
  );
  return { ...asset, state: 'starter', digest: null };
}
