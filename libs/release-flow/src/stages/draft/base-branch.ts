import type { GitRepository, RemoteRef } from '@heroku-release/git-repo';
import {
  commitTree,
  currentVersion,
  type IntentFiles,
  type ProjectVersion,
  readIntentFiles,
  readProjectVersion,
  readTexts,
  type Settings,
} from '@heroku-release/release-history';
import { parseRepeatedVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';

/** The branch that a release is drafted from, equal in the checkout and on the remote. */
export interface BaseBranch {
  readonly branch: string;
  /** The tip. */
  readonly sha: string;
  /** Every branch and tag of the remote. */
  readonly refs: ReadonlyMap<string, RemoteRef>;
  /** The version in the tree, with the file that holds it. */
  readonly project: ProjectVersion;
  /** Texts of the files in the setting `version-files`. */
  readonly repeated: ReadonlyMap<string, string | undefined>;
  /** Text of the changelog; undefined where there is none yet. */
  readonly changelog: string | undefined;
  /** Version that the tree states, otherwise that of the newest version tag before it; undefined before the first release. */
  readonly current: Version | undefined;
  /** `.changeset/*.md`: listed in the changelog, and removed by the release. */
  readonly intents: IntentFiles;
}

/** Reads everything that a draft needs from the tip of a branch. */
export async function readBaseBranch(
  git: GitRepository,
  at: {
    readonly branch: string;
    readonly sha: string;
    readonly refs: ReadonlyMap<string, RemoteRef>;
    readonly settings: Settings;
  },
): Promise<BaseBranch> {
  const { branch, sha, refs, settings } = at;
  const tree = commitTree(git, sha);
  const project = await readProjectVersion(tree);
  const repeated = settings['version-files'].map((setting) => parseRepeatedVersion(setting).path);
  const tags = project.kind === 'stated' ? [] : await releasedTags(git, sha, refs);
  return {
    branch,
    sha,
    refs,
    project,
    repeated: await readTexts(tree, repeated),
    changelog: await git.readFile(sha, settings.changelog),
    current: currentVersion(
      project,
      tags.map(({ name }) => name),
      settings['tag-template'],
    ),
    intents: await readIntentFiles(git, sha),
  };
}

/** Tags before `sha` that the remote has too: a tag that only this checkout has is not a release. */
export async function releasedTags(git: GitRepository, sha: string, refs: ReadonlyMap<string, RemoteRef>) {
  const merged = await git.tags({ mergedInto: sha });
  return merged.filter(({ name }) => refs.has(`refs/tags/${name}`));
}
