import { readSection } from '@heroku-release/changelog';
import type { FileTexts, ReleaseMerge } from '@heroku-release/gh-ops';
import { textTree, versionIn } from '@heroku-release/release-history';
import type { Settings } from '@heroku-release/release-history';
import { compareVersions } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import type { ReleaseMergeTarget } from '../../merge/release-merge.ts';

/** What differs between the merge and the head that was reviewed: the version or the changelog section. Pure over its texts. */
export async function reviewedDifference(merged: {
  readonly merge: ReleaseMerge;
  readonly settings: Settings;
  readonly version: Version | undefined;
  readonly target: ReleaseMergeTarget;
}): Promise<string | undefined> {
  const { merge, settings, version, target } = merged;
  const { number } = target.pullRequest;
  const reviewed: FileTexts = merge.pullRequests.find((pull) => pull.number === number)?.files ?? new Map();
  if (!sameOrNone(version, await versionIn(textTree(reviewed)))) return 'the version';
  const section = (files: FileTexts) => {
    const text = files.get(settings.changelog);
    return text === undefined ? undefined : readSection(text, target.version);
  };
  return section(merge.files) === section(reviewed) ? undefined : 'the changelog section';
}

function sameOrNone(one: Version | undefined, other: Version | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return compareVersions(one, other) === 0;
}
