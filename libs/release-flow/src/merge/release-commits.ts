import type { Commit, GitRepository } from '@heroku-release/git-repo';
import { commitTree, readProjectVersion, statedVersion } from '@heroku-release/release-history';
import { areReleaseFiles, differOnlyInVersion } from './release-files.ts';
import type { ReleaseFiles } from './release-files.ts';

/** A part of a history, and what a release changes in it. */
export interface ReleaseCommitsRequest {
  readonly commits: readonly Commit[];
  readonly range: { readonly from: string; readonly to: string };
  readonly files: ReleaseFiles;
  /** The version that is released and the one before it, where they are known. */
  readonly versions: readonly string[];
}

/**
 * Finds out of each commit of a range whether it changes only the files of a release. In a file that holds the version only the version may
 * change: dependencies are in the same file. A merge is judged by what git would not have merged so.
 */
export async function readReleaseCommits(
  git: GitRepository,
  request: ReleaseCommitsRequest,
): Promise<Map<string, boolean>> {
  const { commits, range, files } = request;
  const merges = commits.some(({ parents }) => parents.length > 1);
  const changes = await git.changedFiles(range, { merges });
  const found = new Map<string, boolean>();
  for (const { sha, parents } of commits) {
    const paths = changes.get(sha) ?? [];
    const [parent, ...others] = parents;
    const isRelease = parent !== undefined && areReleaseFiles(paths, files);
    const versionPaths = others.length === 0 ? paths.filter((path) => files.versions.has(path)) : [];
    found.set(
      sha,
      isRelease && (versionPaths.length === 0 || (await changesOnlyVersion(git, sha, versionPaths, request))),
    );
  }
  return found;
}

async function changesOnlyVersion(
  git: GitRepository,
  sha: string,
  paths: readonly string[],
  { versions }: ReleaseCommitsRequest,
): Promise<boolean> {
  const [before, after] = await Promise.all([git.snapshot(`${sha}^`, paths), git.snapshot(sha, paths)]);
  const known = [...versions, ...(await versionAt(git, `${sha}^`)), ...(await versionAt(git, sha))];
  return paths.every((path) => differOnlyInVersion(before?.files.get(path), after?.files.get(path), known));
}

/** The version that a tree states; none where it cannot be read. */
async function versionAt(git: GitRepository, revision: string): Promise<readonly string[]> {
  try {
    return [statedVersion(await readProjectVersion(commitTree(git, revision))) ?? ''];
  } catch {
    return [];
  }
}
