export { PYTHON_ERROR_CODES, PythonError, type PythonErrorCode, type PythonErrorDetails } from './errors.ts';
export { parsePyproject, type Pyproject, type TestDependencies } from './pyproject.ts';
export { PythonProject, type PythonProjectOptions } from './python-project.ts';
export { findInterpreters, type FindInterpretersOptions, type Interpreter } from './interpreters.ts';
export { ensureUv, type EnsureUvOptions, type Uv } from './uv.ts';
export type { BuildOptions, BuiltFile } from './build.ts';
export type { TestResult } from './wheel-test.ts';
export type { TestWheelOptions } from './wheel-test-options.ts';
export type { LintOptions, LintResult } from './lint.ts';
