import { createHash } from 'node:crypto';
import type { GitHubRelease, GitHubRepository, ReleaseAsset } from '@heroku-release/gh-ops';

/**
 * The release with a digest for every complete asset. Where GitHub states none, the asset is downloaded and hashed: one request each,
 * and one to the storage.
 */
export async function withDigests(release: GitHubRelease, github: GitHubRepository): Promise<GitHubRelease> {
  const assets: ReleaseAsset[] = [];
  for (const asset of release.assets) assets.push(await withDigest(asset, github));
  return { ...release, assets };
}

async function withDigest(asset: ReleaseAsset, { releases }: GitHubRepository): Promise<ReleaseAsset> {
  if (asset.digest !== undefined || asset.state !== 'uploaded') return asset;
  const hash = createHash('sha256');
  const { stream } = await releases.downloadAsset(asset.id);
  for await (const chunk of stream) hash.update(chunk);
  return { ...asset, digest: `sha256:${hash.digest('hex')}` };
}
