import { ReleaseError } from '@heroku-release/release-kit';
import type { ErrorKind, ReleaseErrorDetails } from '@heroku-release/release-kit';

const KINDS = {
  PYTHON_NO_PYPROJECT: 'usage',
  PYTHON_PYPROJECT_INVALID: 'usage',
  PYTHON_VERSION_INVALID: 'usage',
  PYTHON_SOURCE_UNREADABLE: 'failed',
  PYTHON_UV_UNAVAILABLE: 'failed',
  PYTHON_BUILD_FAILED: 'failed',
  PYTHON_BUILD_UNEXPECTED_FILES: 'failed',
  PYTHON_WHEEL_UNREADABLE: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link PYTHON_ERROR_CODES}. */
export type PythonErrorCode = keyof typeof KINDS;

/** The error codes of python-project. */
export const PYTHON_ERROR_CODES = Object.keys(KINDS) as readonly PythonErrorCode[];

/** The properties of a {@link PythonError} besides code and message. */
export interface PythonErrorDetails extends ReleaseErrorDetails {
  /** Line in pyproject.toml, from 1. */
  readonly line?: number | undefined;
  /** Column in that line, from 1. */
  readonly column?: number | undefined;
}

/** An error about a Python project on disk. */
export class PythonError extends ReleaseError<PythonErrorCode> {
  override readonly name = 'PythonError';
  /** Line in pyproject.toml, from 1, if the error is about that file. */
  readonly line: number | undefined;
  /** Column in that line, from 1. */
  readonly column: number | undefined;

  constructor(code: PythonErrorCode, message: string, details: PythonErrorDetails = {}) {
    super(code, message, details);
    this.line = details.line;
    this.column = details.column;
  }

  /** Decides the exit code. */
  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
