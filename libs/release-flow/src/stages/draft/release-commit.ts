import { insertSection } from '@heroku-release/changelog';
import type { ProvenSection } from '@heroku-release/changelog';
import type { Settings } from '@heroku-release/release-history';
import type { BaseBranch } from './base-branch.ts';
import type { DraftTarget } from './choose-version.ts';

/** The facts that a release commit is made of. */
export interface ReleaseCommitFacts {
  readonly settings: Settings;
  readonly checkout: BaseBranch;
  readonly version: DraftTarget;
  readonly changelog: ProvenSection;
}

/**
 * The files of the release commit (`null` removes one) and its message. Pure: `day` is the date in the changelog's heading, such as
 * `2026-01-31`.
 */
export function releaseCommit(
  { settings, checkout, version, changelog }: ReleaseCommitFacts,
  day: string,
): { readonly files: ReadonlyMap<string, string | null>; readonly message: string } {
  const path = settings.changelog;
  const files = new Map<string, string | null>(version.files);
  const before = version.files.get(path) ?? checkout.changelog ?? '';
  files.set(path, insertSection(before, { ...changelog, date: day }));
  for (const intent of checkout.intents.paths) files.set(intent, null);
  return { files, message: `Release ${version.tag}` };
}
