import { editVersion } from '@heroku-release/release-history';
import type { Settings, VersionEdits } from '@heroku-release/release-history';
import { formatVersion } from '@heroku-release/versioning';
import type { BaseBranch } from './base-branch.ts';

/** The files of the base branch with the release's version in them. `to` is canonical. Pure. */
export function versionEdits(base: BaseBranch, settings: Settings, to: string): VersionEdits {
  return editVersion({
    project: base.project,
    lastRelease: base.current === undefined ? undefined : formatVersion(base.current),
    to,
    repeated: settings['version-files'],
    texts: base.repeated,
  });
}
