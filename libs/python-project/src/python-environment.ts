/**
 * The environment of every build and test process: no byte code next to the sources, no Python from an active environment, no download of
 * interpreters, and no writes to git's index by tools that query git.
 */
export const PYTHON_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONHOME: undefined,
  PYTHONPATH: undefined,
  PYTHONSTARTUP: undefined,
  VIRTUAL_ENV: undefined,
  CONDA_PREFIX: undefined,
  UV_PYTHON: undefined,
  UV_PROJECT_ENVIRONMENT: undefined,
  UV_PYTHON_DOWNLOADS: 'never',
  UV_NO_PROGRESS: '1',
  GIT_OPTIONAL_LOCKS: '0',
};
