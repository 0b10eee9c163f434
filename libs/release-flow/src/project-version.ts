import { readPyprojectVersion } from '@heroku-release/versioning';
import { FlowError } from './errors.ts';

/**
 * The version that a pyproject.toml states.
 *
 * Errors: `PROJECT_MISSING`, `VERSION_MISSING`, `VERSION_UNSUPPORTED` (dynamic), and `PYPROJECT_INVALID` of versioning.
 */
export function readProjectVersion(pyproject: string | undefined): string {
  if (pyproject === undefined) {
    throw new FlowError('PROJECT_MISSING', 'there is no pyproject.toml at the root of the repository', {
      hint: 'Commit a pyproject.toml with a [project] table; see the Python packaging guide.',
    });
  }
  const found = readPyprojectVersion(pyproject);
  if (found.kind === 'static') return found.version;
  if (found.kind === 'dynamic') {
    throw new FlowError('VERSION_UNSUPPORTED', 'pyproject.toml declares a dynamic version', {
      hint: 'Write the version into [project] as version = "X.Y.Z" and take it out of dynamic.',
    });
  }
  throw new FlowError('VERSION_MISSING', 'pyproject.toml states no version', {
    hint: 'Add version = "X.Y.Z" to the table [project].',
  });
}
