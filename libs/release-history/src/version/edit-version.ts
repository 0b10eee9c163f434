import {
  parseRepeatedVersion,
  replaceVersionOnce,
  VersionError,
  writePyprojectVersion,
  writeVersionFile,
} from '@heroku-release/versioning';
import type { ProjectVersion, StatedVersion } from './project-version.ts';

/** The change of a tree to another version. */
export interface VersionChange {
  readonly project: ProjectVersion;
  /** The version of the last release, canonical. Files that repeat the version contain it where no file states the version. */
  readonly lastRelease: string | undefined;
  /** Canonical. */
  readonly to: string;
  /** The setting `version-files`. */
  readonly repeated: readonly string[];
  /** Texts of the files that the setting names, by path. Undefined for a file that does not exist. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** The files that another version changes. */
export type VersionEdits =
  /** New texts of the changed files, by path. Every other byte in them stays. */
  | { readonly kind: 'edits'; readonly files: ReadonlyMap<string, string> }
  /** Nothing is changed: every problem, one sentence per file. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/**
 * Changes the version in a tree: in the file that contains it, and in every file that repeats it. Either all of them change or none: if
 * a file does not contain the old version exactly once, the whole change is refused. The same version again changes nothing. Pure.
 *
 * Errors: those of versioning for a `to` that is not a version.
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
    // The replacement character: the file has bytes that are not UTF-8 and would be lost.
    if (text.includes('\uFFFD')) problems.push(`${path} is not entirely UTF-8`);
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
  // Where only the tag has the version, a repeated draft finds the new version in the files already.
  const candidates = project.kind === 'stated' ? [project.version] : [lastRelease ?? to, to];
  let problem = '';
  for (const from of candidates) {
    try {
      return { text: replaceVersionOnce(text, pattern, from, to) };
    } catch (error) {
      if (!(error instanceof VersionError)) throw error;
      const sought = pattern.replace('{version}', () => from);
      if (error.code === 'VERSION_TEXT_AMBIGUOUS') {
        return { problem: `contains ${sought} more than once, again in line ${error.line ?? '?'}` };
      }
      if (error.code !== 'VERSION_TEXT_NOT_FOUND') throw error;
      problem ||= `does not contain ${sought}`;
    }
  }
  return { problem };
}
