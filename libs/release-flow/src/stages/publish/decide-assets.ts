import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import type { LocalFile } from './local-file.ts';

/** Assets of a release beside the files that belong there. */
export interface AssetsDecision {
  /** Assets that equal a file. */
  readonly equal: readonly ReleaseAsset[];
  /** Broken uploads, which block the names of files. */
  readonly broken: readonly ReleaseAsset[];
  /** Assets with the name of a file and other bytes. */
  readonly different: readonly ReleaseAsset[];
  /** Assets whose names no file has. */
  readonly foreign: readonly ReleaseAsset[];
  /** Files without an equal asset. */
  readonly missing: readonly LocalFile[];
}

/** Compares files and assets by name, size and digest; an asset without a digest equals nothing. Pure. */
export function decideAssets(
  files: readonly LocalFile[],
  { assets }: Pick<GitHubRelease, 'assets'>,
): AssetsDecision {
  const isFile = ({ name }: ReleaseAsset) => files.some((file) => file.name === name);
  const equal = assets.filter((asset) => files.some((file) => isEqual(asset, file)));
  const unequal = assets.filter((asset) => isFile(asset) && !equal.includes(asset));
  return {
    equal,
    broken: unequal.filter(({ state }) => state !== 'uploaded'),
    different: unequal.filter(({ state }) => state === 'uploaded'),
    foreign: assets.filter((asset) => !isFile(asset)),
    missing: files.filter(({ name }) => !equal.some((asset) => asset.name === name)),
  };
}

/** Whether the release holds exactly the files. Pure. */
export function holdsExactly({ foreign, missing }: AssetsDecision): boolean {
  return foreign.length === 0 && missing.length === 0;
}

function isEqual(asset: ReleaseAsset, file: LocalFile): boolean {
  return (
    asset.name === file.name &&
    asset.state === 'uploaded' &&
    asset.size === file.size &&
    asset.digest === `sha256:${file.sha256}`
  );
}
