import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';

/** The wheels and source distributions among the assets of a release. Pure. */
export function distributionAssets({ assets }: Pick<GitHubRelease, 'assets'>): ReleaseAsset[] {
  return assets.filter(({ name }) => name.endsWith('.whl') || name.endsWith('.tar.gz'));
}

/**
 * The project that a distribution's file name begins with; its version contains no hyphen. Pure.
 * https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
export function projectOf(fileName: string): string {
  const end = fileName.endsWith('.whl') ? fileName.indexOf('-') : fileName.lastIndexOf('-');
  return fileName.slice(0, Math.max(end, 0));
}
