import { parseToml, readPyprojectVersion, VersionError } from '@heroku-release/versioning';
import type { PyprojectVersion, TomlTable } from '@heroku-release/versioning';
import { PythonError } from './errors.ts';

/** The declaration of the test dependencies. */
export interface TestDependencies {
  readonly name: string;
  /** Whether `[project.optional-dependencies]` has the name. */
  readonly extra: boolean;
  /** Whether `[dependency-groups]` has the name. */
  readonly group: boolean;
}

/** The parts of a pyproject.toml that building and testing need. */
export interface Pyproject {
  readonly name: string;
  readonly version: PyprojectVersion;
  /** `build-system.requires` */
  readonly buildRequires: readonly string[];
  /** The first of `test`, `tests` and `dev` that is declared. */
  readonly testDependencies: TestDependencies | undefined;
}

const TEST_NAMES = ['test', 'tests', 'dev'];

/**
 * Parses the text of a pyproject.toml.
 *
 * Errors: `PYTHON_PYPROJECT_INVALID`, with line and column if they are known.
 */
export function parsePyproject(text: string): Pyproject {
  const { version, document } = read(text);
  const project = tableIn(document, 'project');
  const extras = Object.keys(tableIn(project, 'optional-dependencies'));
  const groups = Object.keys(tableIn(document, 'dependency-groups'));
  if (version.name === undefined) {
    throw new PythonError(
      'PYTHON_PYPROJECT_INVALID',
      'pyproject.toml does not contain the name of the project',
      {
        hint: 'Add name = "..." to the table [project].',
      },
    );
  }
  return {
    name: version.name,
    version,
    buildRequires: stringsIn(tableIn(document, 'build-system'), 'requires'),
    testDependencies: findTestDependencies(extras, groups),
  };
}

function read(text: string): { version: PyprojectVersion; document: TomlTable } {
  try {
    return { version: readPyprojectVersion(text), document: parseToml(text) };
  } catch (cause) {
    if (!(cause instanceof VersionError)) throw cause;
    const { message, hint, line, column, frame } = cause;
    const shown = frame === undefined ? message : `${message}\n${frame}`;
    throw new PythonError('PYTHON_PYPROJECT_INVALID', `pyproject.toml: ${shown}`, {
      cause,
      line,
      column,
      hint,
    });
  }
}

function findTestDependencies(
  extras: readonly string[],
  groups: readonly string[],
): TestDependencies | undefined {
  const name = TEST_NAMES.find((candidate) => extras.includes(candidate) || groups.includes(candidate));
  return name === undefined
    ? undefined
    : { name, extra: extras.includes(name), group: groups.includes(name) };
}

function tableIn(table: TomlTable, key: string): TomlTable {
  const value = table[key];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as TomlTable) : {};
}

function stringsIn(table: TomlTable, key: string): string[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
