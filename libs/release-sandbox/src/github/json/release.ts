import { isoSeconds } from '../../service/clock.ts';
import type { Release, ReleaseAsset } from '../model/release.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { accountJson } from './account.ts';
import { nodeId } from './node-id.ts';

/** URL of the release's page. A draft's has no tag in it. */
export function releaseUrl(state: GitHubState, repository: Repository, release: Release): string {
  const last = release.draft ? release.untagged : encodeURIComponent(release.tagName);
  return state.web(`/${repository.fullName}/releases/tag/${last}`);
}

/** The `release` of the REST API. */
export function releaseJson(state: GitHubState, repository: Repository, release: Release) {
  const api = state.api(`/repos/${repository.fullName}`);
  const path = `/repos/${repository.fullName}/releases/${release.id}`;
  const archive = (kind: string) =>
    release.draft ? null : `${api}/${kind}/${encodeURIComponent(release.tagName)}`;
  return {
    url: state.api(path),
    assets_url: state.api(`${path}/assets`),
    upload_url: `${state.uploads(`${path}/assets`)}{?name,label}`,
    html_url: releaseUrl(state, repository, release),
    id: release.id,
    node_id: nodeId('RE', release.id),
    author: accountJson(state, release.author),
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: isoSeconds(release.createdAtMs),
    updated_at: isoSeconds(release.updatedAtMs),
    published_at: release.publishedAtMs === null ? null : isoSeconds(release.publishedAtMs),
    assets: release.assets.map((asset) => assetJson(state, repository, release, asset)),
    tarball_url: archive('tarball'),
    zipball_url: archive('zipball'),
    body: release.body,
  };
}

/** The `release-asset` of the REST API. */
export function assetJson(state: GitHubState, repository: Repository, release: Release, asset: ReleaseAsset) {
  const folder = release.draft ? release.untagged : encodeURIComponent(release.tagName);
  const createdAt = isoSeconds(asset.createdAtMs);
  return {
    url: state.api(`/repos/${repository.fullName}/releases/assets/${asset.id}`),
    id: asset.id,
    node_id: nodeId('RA', asset.id),
    name: asset.name,
    label: asset.label,
    uploader: accountJson(state, asset.uploader),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.bytes.byteLength,
    digest: repository.settings.assetDigests ? asset.digest : null,
    download_count: asset.downloads,
    created_at: createdAt,
    updated_at: createdAt,
    browser_download_url: state.web(`/${repository.fullName}/releases/download/${folder}/${asset.name}`),
  };
}
