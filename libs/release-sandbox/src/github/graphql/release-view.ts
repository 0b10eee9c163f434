import { isoSeconds } from '../../service/clock.ts';
import { nodeId } from '../json/node-id.ts';
import { releaseUrl } from '../json/release.ts';
import type { Release, ReleaseAsset } from '../model/release.ts';
import { accountView } from './account-view.ts';
import { connection } from './connection.ts';
import type { ConnectionArguments } from './connection.ts';
import { commitView, refView } from './git-views.ts';
import type { Viewer } from './viewer.ts';

/** A `Release`. */
export function releaseView(viewer: Viewer, release: Release) {
  const { state, repository } = viewer;
  const ref = `refs/tags/${release.tagName}`;
  return {
    __typename: 'Release',
    id: nodeId('RE', release.id),
    databaseId: release.id,
    tagName: release.tagName,
    name: release.name,
    description: release.body,
    isDraft: release.draft,
    isPrerelease: release.prerelease,
    isLatest: repository.latestReleaseId === release.id,
    createdAt: isoSeconds(release.createdAtMs),
    updatedAt: isoSeconds(release.updatedAtMs),
    publishedAt: release.publishedAtMs === null ? null : isoSeconds(release.publishedAtMs),
    url: releaseUrl(state, repository, release),
    author: accountView(state, release.author),
    tag: () => {
      const tag = repository.git.ref(ref);
      return tag === undefined ? null : refView(viewer, tag);
    },
    tagCommit: () => {
      const sha = repository.git.resolve(ref);
      return sha === undefined ? null : commitView(viewer, sha);
    },
    releaseAssets: (args: ConnectionArguments & { readonly name?: string | null }) => {
      const assets = release.assets.filter((asset) => args.name == null || asset.name === args.name);
      return connection(
        'releaseAssets',
        assets.map((asset) => assetView(viewer, release, asset)),
        args,
      );
    },
  };
}

function assetView({ state, repository }: Viewer, release: Release, asset: ReleaseAsset) {
  const folder = release.draft ? release.untagged : encodeURIComponent(release.tagName);
  return {
    __typename: 'ReleaseAsset',
    id: nodeId('RA', asset.id),
    name: asset.name,
    contentType: asset.contentType,
    size: asset.bytes.byteLength,
    downloadCount: asset.downloads,
    createdAt: isoSeconds(asset.createdAtMs),
    updatedAt: isoSeconds(asset.createdAtMs),
    downloadUrl: state.web(`/${repository.fullName}/releases/download/${folder}/${asset.name}`),
    url: state.web(`/${repository.fullName}/releases/download/${folder}/${asset.name}`),
    uploadedBy: accountView(state, asset.uploader),
  };
}
