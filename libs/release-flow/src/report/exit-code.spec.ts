import { ACTIONS_ERROR_CODES } from '@heroku-release/actions-io';
import { GITHUB_ERROR_CODES } from '@heroku-release/gh-ops';
import { GIT_ERROR_CODES } from '@heroku-release/git-repo';
import { PYPI_ERROR_CODES } from '@heroku-release/pypi-publisher';
import { PYTHON_ERROR_CODES } from '@heroku-release/python-project';
import type { StageOutcome, StepReport } from '@heroku-release/release-kit';
import { TPS_ERROR_CODES } from '@heroku-release/tps-client';
import { VERSION_ERROR_CODES } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES, FLOW_ERROR_CODES, REFUSAL_CODES, USAGE_ERROR_CODES } from '../errors.ts';
import { EXIT_CODES, exitCodeOf, exitCodeOfError } from './exit-code.ts';
import { verdictOf } from './verdict.ts';

const failed = (code: string): StepReport => ({
  stage: 'publish',
  step: 'tag',
  outcome: 'failed',
  because: 'x',
  durationMs: 0,
  error: { code, message: 'x' },
});

describe('exitCodeOf', () => {
  it.each<[StageOutcome, number, string]>([
    ['done', 0, 'released'],
    ['nothing-to-do', 0, 'nothing-to-do'],
    ['failed', 1, 'failed'],
    ['incomplete', 1, 'incomplete'],
    ['refused', 3, 'refused'],
    ['held', 4, 'held'],
    ['cancelled', 130, 'incomplete'],
  ])('%s is %d, verdict %s', (outcome, code, verdict) => {
    expect(exitCodeOf({ outcome, steps: [] })).toBe(code);
    expect(verdictOf({ outcome })).toBe(verdict);
  });

  it.each<[StageOutcome, string, number]>([
    ['failed', 'SETTINGS_INVALID', 2],
    ['failed', 'TOKEN_MISSING', 2],
    ['failed', 'PYPROJECT_INVALID', 2],
    ['failed', 'TESTS_FAILED', 1],
    ['failed', 'HTTP_BROKEN', 1],
    ['failed', 'UNEXPECTED', 1],
    // A far side was changed: a person has to run it again, whatever the code.
    ['incomplete', 'SETTINGS_INVALID', 1],
    ['failed', 'PLAN_INVALID', 3],
    ['refused', 'RELEASE_IN_FLIGHT', 3],
  ])('%s by %s is %d', (outcome, code, exit) => {
    expect(exitCodeOf({ outcome, steps: [failed(code)] })).toBe(exit);
  });

  it('gives every exit code of the contract', () => {
    expect(Object.values(EXIT_CODES).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 130]);
  });
});

describe('the codes of release-flow', () => {
  it('are in one list each', () => {
    expect(new Set(FLOW_ERROR_CODES).size).toBe(FLOW_ERROR_CODES.length);
    expect(FLOW_ERROR_CODES).toHaveLength(
      USAGE_ERROR_CODES.length + REFUSAL_CODES.length + FAILURE_CODES.length,
    );
  });
});

describe('exitCodeOfError', () => {
  it.each<[string, readonly (string | undefined)[], number]>([
    ['usage', USAGE_ERROR_CODES, 2],
    ['refusals', [...REFUSAL_CODES, 'GIT_SHALLOW'], 3],
    ['failures', [...FAILURE_CODES, 'UNEXPECTED', '', undefined], 1],
  ])('%s', (_, codes, exit) => {
    expect(codes.filter((code) => exitCodeOfError(code) !== exit)).toEqual([]);
  });

  it('of the other libraries: exactly what a person configured or typed', () => {
    const others = [
      ...VERSION_ERROR_CODES,
      ...GIT_ERROR_CODES,
      ...PYTHON_ERROR_CODES,
      ...PYPI_ERROR_CODES,
      ...GITHUB_ERROR_CODES,
      ...TPS_ERROR_CODES,
      ...ACTIONS_ERROR_CODES,
    ];
    expect(others.filter((code) => exitCodeOfError(code) === EXIT_CODES.usage).sort()).toEqual([
      'ACTIONS_ENV_INVALID',
      'ACTIONS_EVENT_INVALID',
      'ACTIONS_EVENT_UNREADABLE',
      'ACTIONS_INPUT_INVALID',
      'GITHUB_BAD_ARGUMENT',
      'GIT_INVALID_NAME',
      'GIT_NOT_A_REPOSITORY',
      'GIT_NO_IDENTITY',
      'GIT_UNSAFE_OWNER',
      'NAME_INVALID',
      'PYPI_NO_CREDENTIALS',
      'PYPROJECT_INVALID',
      'PYPROJECT_VERSION_DYNAMIC',
      'PYPROJECT_VERSION_MISSING',
      'PYPROJECT_VERSION_NOT_TEXT',
      'PYTHON_NO_PYPROJECT',
      'PYTHON_PYPROJECT_INVALID',
      'PYTHON_VERSION_INVALID',
      'TEMPLATE_INVALID',
      'TPS_ENDPOINT_INVALID',
      'TPS_TOKEN_MISSING',
      'VERSION_INVALID',
      'VERSION_LOCAL',
      'VERSION_SOURCE_INVALID',
      'VERSION_TEXT_AMBIGUOUS',
      'VERSION_TEXT_NOT_FOUND',
    ]);
  });
});
