import { parseToml, readPyprojectVersion, VersionError } from '@heroku-release/versioning';
import type { PyprojectVersion, TomlTable } from '@heroku-release/versioning';
import { PythonError } from './errors.ts';

/** Where the dependencies of the tests are declared. */
export interface TestDependencies {
  readonly name: string;
  /** `[project.optional-dependencies]` has the name. */
  readonly extra: boolean;
  /** `[dependency-groups]` has the name. */
  readonly group: boolean;
}

/** What a pyproject.toml says about building and testing. */
export interface Pyproject {
  readonly name: string;
  readonly version: PyprojectVersion;
  readonly requiresPython: string | undefined;
  readonly extras: readonly string[];
  readonly dependencyGroups: readonly string[];
  /** `build-system.build-backend`; setuptools when nothing is said. */
  readonly buildBackend: string;
  readonly buildRequires: readonly string[];
  /** The first of `test`, `tests` and `dev` that is declared. */
  readonly testDependencies: TestDependencies | undefined;
}

const TEST_NAMES = ['test', 'tests', 'dev'];

/**
 * Reads the text of a pyproject.toml.
 *
 * Errors: `PYTHON_PYPROJECT_INVALID`, with line and column where they are known.
 */
export function parsePyproject(text: string): Pyproject {
  const { version, document } = read(text);
  const project = tableIn(document, 'project');
  const poetry = tableIn(tableIn(document, 'tool'), 'poetry');
  const system = tableIn(document, 'build-system');
  const extras = Object.keys(tableIn(project, 'optional-dependencies'));
  const dependencyGroups = Object.keys(tableIn(document, 'dependency-groups'));
  if (version.name === undefined) {
    throw new PythonError('PYTHON_PYPROJECT_INVALID', 'pyproject.toml names no project', {
      hint: 'Add name = "..." to the table [project].',
    });
  }
  return {
    name: version.name,
    version,
    requiresPython: textIn(project, 'requires-python') ?? textIn(tableIn(poetry, 'dependencies'), 'python'),
    extras,
    dependencyGroups,
    buildBackend: textIn(system, 'build-backend') ?? 'setuptools.build_meta:__legacy__',
    buildRequires: textsIn(system, 'requires'),
    testDependencies: testDependencies(extras, dependencyGroups),
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
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function testDependencies(
  extras: readonly string[],
  groups: readonly string[],
): TestDependencies | undefined {
  const name = TEST_NAMES.find((each) => extras.includes(each) || groups.includes(each));
  return name === undefined
    ? undefined
    : { name, extra: extras.includes(name), group: groups.includes(name) };
}

function tableIn(table: TomlTable, key: string): TomlTable {
  const value = table[key];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as TomlTable) : {};
}

function textIn(table: TomlTable, key: string): string | undefined {
  const value = table[key];
  return typeof value === 'string' ? value : undefined;
}

function textsIn(table: TomlTable, key: string): string[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
