import { insertSection } from '@heroku-release/changelog';
import { formatVersion } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';
import { known } from '../known.ts';
import { editVersion } from '../version-source/edit-version.ts';
import type { VersionEdits } from '../version-source/edit-version.ts';
import type { DraftContext } from './context.ts';

/** What the release's version changes in the tree of the base branch. Pure. */
export function versionEdits(context: Pick<DraftContext, 'base' | 'settings' | 'target'>): VersionEdits {
  const { project, repeated, current } = known(context.base, 'the base branch');
  return editVersion({
    project,
    lastRelease: current === undefined ? undefined : formatVersion(current),
    to: known(context.target, 'the target').version,
    repeated: context.settings['version-files'],
    texts: repeated,
  });
}

/**
 * The files of the release commit (`null` takes one out) and its message. Pure: `day` is the date in the changelog's heading,
 * `2026-01-31`.
 *
 * Errors: `VERSION_FILE_DIFFERS`, which the step `version` has refused before.
 */
export function releaseCommit(
  context: DraftContext,
  day: string,
): { readonly files: ReadonlyMap<string, string | null>; readonly message: string } {
  const base = known(context.base, 'the base branch');
  const { tag } = known(context.target, 'the target');
  const section = { ...known(context.section, 'the section'), date: day };
  const edits = versionEdits(context);
  if (edits.kind === 'refused') throw new FlowError('VERSION_FILE_DIFFERS', edits.problems.join('; '));
  const { changelog } = context.settings;
  const files = new Map<string, string | null>(edits.files);
  files.set(changelog, insertSection(edits.files.get(changelog) ?? base.changelog ?? '', section));
  for (const path of base.intents.paths) files.set(path, null);
  return { files, message: `Release ${tag}` };
}
