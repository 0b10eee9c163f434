import { ReleaseError } from '@heroku-release/release-kit';
import type { ReleaseErrorDetails } from '@heroku-release/release-kit';

/** The codes of python-project. */
export const PYTHON_ERROR_CODES = [
  'PYTHON_NO_PYPROJECT',
  'PYTHON_PYPROJECT_INVALID',
  'PYTHON_VERSION_INVALID',
  'PYTHON_SOURCE_UNREADABLE',
  'PYTHON_UV_UNAVAILABLE',
  'PYTHON_BUILD_FAILED',
  'PYTHON_BUILD_UNEXPECTED_FILES',
  'PYTHON_WHEEL_UNREADABLE',
] as const;

/** One of {@link PYTHON_ERROR_CODES}. */
export type PythonErrorCode = (typeof PYTHON_ERROR_CODES)[number];

/** What a {@link PythonError} carries beside its code and message. */
export interface PythonErrorDetails extends ReleaseErrorDetails {
  /** Line in pyproject.toml, from 1. */
  readonly line?: number | undefined;
  /** Column in that line, from 1. */
  readonly column?: number | undefined;
}

/** An error about a Python project on disk. */
export class PythonError extends ReleaseError<PythonErrorCode> {
  override readonly name = 'PythonError';
  /** Line in pyproject.toml, from 1, where the error is about that file. */
  readonly line: number | undefined;
  /** Column in that line, from 1. */
  readonly column: number | undefined;

  constructor(code: PythonErrorCode, message: string, details: PythonErrorDetails = {}) {
    super(code, message, details);
    this.line = details.line;
    this.column = details.column;
  }
}
