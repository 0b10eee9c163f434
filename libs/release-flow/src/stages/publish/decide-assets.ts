import type { ReleaseAsset } from '@heroku-release/gh-ops';
import type { LocalFile } from './local-file.ts';

/** The changes that the files of a draft release need. */
export type AssetsDecision =
  | { readonly kind: 'equal' }
  | { readonly kind: 'foreign'; readonly names: readonly string[] }
  | {
      readonly kind: 'repair';
      /** Broken or unequal uploads that block their names. */
      readonly remove: readonly ReleaseAsset[];
      readonly upload: readonly LocalFile[];
    };

/** Compares the files by name, size and digest. If the server reports no digest, the size decides. Pure. */
export function decideAssets(files: readonly LocalFile[], assets: readonly ReleaseAsset[]): AssetsDecision {
  const foreign = assets.filter((asset) => !files.some(({ name }) => name === asset.name));
  if (foreign.length > 0) return { kind: 'foreign', names: foreign.map(({ name }) => name) };
  const remove: ReleaseAsset[] = [];
  const upload: LocalFile[] = [];
  for (const file of files) {
    const asset = assets.find(({ name }) => name === file.name);
    if (asset !== undefined && isEqual(asset, file)) continue;
    if (asset !== undefined) remove.push(asset);
    upload.push(file);
  }
  return upload.length === 0 ? { kind: 'equal' } : { kind: 'repair', remove, upload };
}

function isEqual(asset: ReleaseAsset, file: LocalFile): boolean {
  if (asset.state !== 'uploaded' || asset.size !== file.size) return false;
  return asset.digest === undefined || asset.digest === `sha256:${file.sha256}`;
}
