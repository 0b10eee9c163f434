import { readPyprojectVersion } from '@heroku-release/versioning';
import type { FileVersionSource, TagVersionSource } from '@heroku-release/versioning';
import { HistoryError } from '../errors.ts';

/** The version is in pyproject.toml, in one of the two tables that can contain it. */
export interface StaticOrigin {
  readonly kind: 'static';
  /** As written. */
  readonly version: string;
}

/** The origin of a project's version: pyproject.toml itself, a file that the build back end reads, or only the tag. */
export type VersionOrigin = StaticOrigin | FileVersionSource | TagVersionSource;

/**
 * Finds the origin of a project's version. Pure.
 *
 * Errors: `PROJECT_MISSING`, `VERSION_MISSING`, `VERSION_UNSUPPORTED` with the remedy as hint, and `PYPROJECT_INVALID` and
 * `PYPROJECT_VERSION_NOT_TEXT` of versioning.
 */
export function versionOrigin(pyproject: string | undefined): VersionOrigin {
  if (pyproject === undefined) {
    throw new HistoryError('PROJECT_MISSING', 'there is no pyproject.toml at the root of the repository', {
      hint: 'Commit a pyproject.toml with a [project] table; see the Python packaging guide.',
    });
  }
  const found = readPyprojectVersion(pyproject);
  if (found.kind === 'static') return { kind: 'static', version: found.version };
  if (found.kind === 'none') {
    throw new HistoryError('VERSION_MISSING', 'pyproject.toml states no version', {
      hint: 'Add version = "X.Y.Z" to the [project] table.',
    });
  }
  const { source, line, column } = found;
  if (source.kind !== 'unsupported') return source;
  throw new HistoryError(
    'VERSION_UNSUPPORTED',
    `pyproject.toml:${line}:${column}: the version is dynamic, and ${source.because}`,
    { hint: source.hint },
  );
}

/** The files other than pyproject.toml that may contain the version. Pure. */
export function versionPaths(origin: VersionOrigin): readonly string[] {
  return origin.kind === 'file' ? origin.paths : [];
}
