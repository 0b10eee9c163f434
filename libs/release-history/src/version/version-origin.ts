import { readPyprojectVersion } from '@heroku-release/versioning';
import type { FileVersionSource, TagVersionSource } from '@heroku-release/versioning';
import { HistoryError } from '../errors.ts';

/** The version stands in pyproject.toml, in one of the two tables that can hold it. */
export interface StaticOrigin {
  /** Told apart from the other origins by this. */
  readonly kind: 'static';
  /** As written. */
  readonly version: string;
}

/** Where a project's version comes from: pyproject.toml itself, a file that the build back end reads, or nothing but the tag. */
export type VersionOrigin = StaticOrigin | FileVersionSource | TagVersionSource;

/**
 * Where the version of a project comes from. Pure.
 *
 * Errors: `PROJECT_MISSING`, `VERSION_MISSING`, `VERSION_UNSUPPORTED` with what to do, and `PYPROJECT_INVALID` and
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
      hint: 'Add version = "X.Y.Z" to the table [project].',
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

/** The files beside pyproject.toml in which the version may stand. Pure. */
export function versionPaths(origin: VersionOrigin): readonly string[] {
  return origin.kind === 'file' ? origin.paths : [];
}
