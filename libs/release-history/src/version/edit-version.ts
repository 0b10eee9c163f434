import {
  parseRepeatedVersion,
  replaceVersionOnce,
  VersionError,
  writePyprojectVersion,
  writeVersionFile,
} from '@heroku-release/versioning';
import type { ProjectVersion, StatedVersion } from './project-version.ts';

/** A new version for a tree. */
export interface VersionChange {
  readonly project: ProjectVersion;
  /** The version of the last release, canonical; what the repeating files hold where no file states the version. */
  readonly lastRelease: string | undefined;
  /** Canonical. */
  readonly to: string;
  /** The setting `version-files`. */
  readonly repeated: readonly string[];
  /** Texts of the files that it names, by path; `undefined` for one that is not there. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** What a new version changes. */
export type VersionEdits =
  /** New texts of the files that change, by path; every other byte in them stays. */
  | { readonly kind: 'edits'; readonly files: ReadonlyMap<string, string> }
  /** Nothing can be changed: all that is wrong, one sentence for each file. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/**
 * The files of a tree with another version in them: the one that holds it, and every one that repeats it. All of them or none: a file
 * in which the old version does not stand exactly once refuses the whole change. The same version again changes nothing. Pure.
 *
 * Errors: those of versioning for a `to` that is no version.
 */
export function editVersion(change: VersionChange): VersionEdits {
  const { project, to } = change;
  const before = new Map(change.texts);
  const after = new Map(change.texts);
  const problems: string[] = [];
  if (project.kind === 'stated') {
    before.set(project.path, project.text);
    after.set(project.path, project.version === to ? project.text : written(project, to));
  }
  for (const setting of change.repeated) {
    const { path, pattern } = parseRepeatedVersion(setting);
    const replaced = replaceIn(after.get(path), pattern, change);
    if ('text' in replaced) after.set(path, replaced.text);
    else problems.push(`${path} ${replaced.problem}`);
  }
  const changed = [...after].flatMap(([path, text]) =>
    text === undefined || text === before.get(path) ? [] : [[path, text] as const],
  );
  for (const [path, text] of changed) {
    // The mark that a decoder leaves for bytes that are no UTF-8: they would be lost.
    if (text.includes('\uFFFD')) problems.push(`${path} is not UTF-8 throughout`);
  }
  return problems.length > 0
    ? { kind: 'refused', problems: [...new Set(problems)] }
    : { kind: 'edits', files: new Map(changed) };
}

function written({ text, origin }: StatedVersion, to: string): string {
  return origin.kind === 'static' ? writePyprojectVersion(text, to) : writeVersionFile(text, origin, to);
}

function replaceIn(
  text: string | undefined,
  pattern: string,
  { project, lastRelease, to }: VersionChange,
): { readonly text: string } | { readonly problem: string } {
  if (text === undefined) return { problem: 'is not in the repository' };
  // Where the tag alone tells the version, a draft that is repeated finds the new one in the files already.
  const candidates = project.kind === 'stated' ? [project.version] : [lastRelease ?? to, to];
  let problem = '';
  for (const from of candidates) {
    try {
      return { text: replaceVersionOnce(text, pattern, from, to) };
    } catch (error) {
      if (!(error instanceof VersionError)) throw error;
      const sought = pattern.replace('{version}', () => from);
      if (error.code === 'VERSION_TEXT_AMBIGUOUS') {
        return { problem: `has ${sought} at least 2 times, again in line ${error.line ?? '?'}` };
      }
      if (error.code !== 'VERSION_TEXT_NOT_FOUND') throw error;
      problem ||= `has ${sought} 0 times`;
    }
  }
  return { problem };
}
