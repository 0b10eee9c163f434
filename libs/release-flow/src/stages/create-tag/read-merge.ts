import type { ReleaseMerge } from '@heroku-release/gh-ops';
import {
  readSettings,
  type Settings,
  SETTINGS_FILES,
  textTree,
  versionOrigin,
  versionPaths,
} from '@heroku-release/release-history';
import { parseRepeatedVersion } from '@heroku-release/versioning';
import type { CreateTagServices, PackageRun } from './create-tag-input.ts';

/** The packaged commit and what it is judged by. */
export interface PackagedMerge {
  readonly merge: ReleaseMerge;
  /**
   * The settings in the commit, with the base branches of the default branch: whoever can push to some branch could call it a base
   * branch there.
   */
  readonly settings: Settings;
  /** The files that the commit of a release may change. */
  readonly releaseFiles: readonly string[];
}

const FILES = [...SETTINGS_FILES, 'CHANGELOG.md'];

/**
 * Reads the packaged commit with every file that shows what was reviewed. Which files those are, the first answer shows: one request,
 * and one more for a project whose version or changelog is in other files.
 */
export async function readMerge(
  { github, env }: CreateTagServices,
  { headSha, headBranch }: PackageRun,
): Promise<PackagedMerge> {
  const read = async (files: readonly string[]) =>
    await github.pulls.getReleaseMerge({
      sha: headSha,
      files,
      branch: headBranch,
      defaultBranchFiles: SETTINGS_FILES,
    });
  const merge = await read(FILES);
  const own = await readSettings(textTree(merge.files), env);
  const origin = versionOrigin(merge.files.get('pyproject.toml'));
  const repeated = own['version-files'].map((setting) => parseRepeatedVersion(setting).path);
  const releaseFiles = [...new Set([...SETTINGS_FILES, own.changelog, ...versionPaths(origin), ...repeated])];
  const all = new Set([...FILES, ...releaseFiles]);
  const whole = all.size === FILES.length ? merge : await read([...all]);
  const trusted = await readSettings(textTree(whole.defaultBranch?.files ?? new Map()), env);
  return {
    merge: whole,
    settings: { ...own, 'base-branches': trusted['base-branches'] },
    releaseFiles,
  };
}
