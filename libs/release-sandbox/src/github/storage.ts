import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Service } from '../service/service.ts';
import type { GitHubState } from './model/state.ts';

/**
 * The storage that serves downloads. Its links are signed, work for one minute and need no token. Like the real storage it refuses requests
 * with an Authorization header, so it catches a client that leaks its token.
 */
export function declareStorage(service: Service, state: GitHubState): void {
  service.on('GET', '/_storage/artifacts/:id', 'github.storage.artifact', (context) =>
    send(state, context, `artifacts/${context.req.param('id') ?? ''}`, 'application/zip', (id) =>
      state.artifactZips.get(id),
    ),
  );
  service.on('GET', '/_storage/assets/:id', 'github.storage.asset', (context) =>
    send(state, context, `assets/${context.req.param('id') ?? ''}`, 'application/octet-stream', (id) =>
      findAsset(state, id),
    ),
  );
  service.on('GET', '/:owner/:repo/releases/download/:tag/:name', 'github.web.downloadAsset', (context) => {
    const param = (name: string) => context.req.param(name) ?? '';
    const repository = state.repository(`${param('owner')}/${param('repo')}`);
    const asset =
      repository?.settings.private === false
        ? repository.publishedRelease(param('tag'))?.assets.find((each) => each.name === param('name'))
        : undefined;
    if (asset?.state !== 'uploaded') return new Response('Not Found', { status: 404 });
    asset.downloads += 1;
    return new Response(null, {
      status: 302,
      headers: { location: state.storageLink(`assets/${asset.id}`) },
    });
  });
}

function findAsset(state: GitHubState, id: number): Uint8Array | undefined {
  for (const repository of state.repositories.values())
    for (const release of repository.releases) {
      const asset = release.assets.find((each) => each.id === id);
      if (asset !== undefined) return asset.bytes;
    }
  return undefined;
}

function send(
  state: GitHubState,
  context: Context,
  path: string,
  type: string,
  find: (id: number) => Uint8Array | undefined,
): Response {
  if (context.req.header('authorization') !== undefined)
    return failure(401, 'InvalidAuthenticationInfo', 'The Authorization header does not belong here.');
  const expires = Number(context.req.query('se'));
  if (context.req.query('sig') !== state.storageSignature(path, expires))
    return failure(403, 'AuthenticationFailed', 'Signature did not match.');
  if (state.nowMs >= expires) return failure(403, 'AuthenticationFailed', 'Signed expiry time has passed.');
  const bytes = find(Number(path.split('/')[1]));
  if (bytes === undefined) return failure(404, 'BlobNotFound', 'The specified blob does not exist.');
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-length': String(bytes.byteLength),
      etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`,
    },
  });
}

function failure(status: number, code: string, message: string): Response {
  return new Response(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    { status, headers: { 'content-type': 'application/xml' } },
  );
}
