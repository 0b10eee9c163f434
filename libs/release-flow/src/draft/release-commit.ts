import { insertSection } from '@heroku-release/changelog';
import { sameVersion } from './bump-request.ts';
import { parseVersion, writePyprojectVersion } from '@heroku-release/versioning';
import type { DraftContext } from './context.ts';
import { known } from '../known.ts';

/** The files of the release commit and its message. Pure: `day` is the date in the changelog's heading, `2026-01-31`. */
export function releaseCommit(
  context: DraftContext,
  day: string,
): { readonly files: ReadonlyMap<string, string>; readonly message: string } {
  const base = known(context.base, 'the base branch');
  const { version, tag } = known(context.target, 'the target');
  const section = { ...known(context.section, 'the section'), date: day };
  const files = new Map<string, string>();
  if (!sameVersion(base.current, parseVersion(version))) {
    files.set('pyproject.toml', writePyprojectVersion(base.pyproject, version));
  }
  files.set(context.settings.changelog, insertSection(base.changelog ?? '', section));
  return { files, message: `Release ${tag}` };
}
