import { ReleaseError } from '@heroku-release/release-kit';
import type { ErrorKind, StageOutcome, StepReport } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { FlowError } from '../errors.ts';
import type { FlowErrorCode } from '../errors.ts';
import { EXIT_CODES, exitCodeOf, exitCodeOfError } from './exit-code.ts';
import { verdictOf } from './verdict.ts';

const failed = (kind: ErrorKind): StepReport => ({
  stage: 'publish',
  step: 'tag',
  outcome: 'failed',
  because: 'x',
  durationMs: 0,
  error: { code: 'SOMETHING', message: 'x', kind },
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

  it.each<[StageOutcome, ErrorKind, number]>([
    ['failed', 'usage', 2],
    ['failed', 'failed', 1],
    // An external service was changed: a person has to run it again, whatever the error.
    ['incomplete', 'usage', 1],
    ['refused', 'refused', 3],
  ])('%s by an error of kind %s is %d', (outcome, kind, exit) => {
    expect(exitCodeOf({ outcome, steps: [failed(kind)] })).toBe(exit);
  });

  it('uses every documented exit code', () => {
    expect(Object.values(EXIT_CODES).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 130]);
  });
});

describe('exitCodeOfError', () => {
  it.each<[FlowErrorCode, number]>([
    ['TOKEN_MISSING', 2],
    ['RELEASE_IN_FLIGHT', 3],
    ['PLAN_INVALID', 3],
    ['TESTS_FAILED', 1],
  ])('%s is %d', (code, exit) => {
    expect(exitCodeOfError(new FlowError(code, 'x'))).toBe(exit);
  });

  it.each<[string, unknown]>([
    ['an error without a kind', new ReleaseError('HTTP_BROKEN', 'x')],
    ['an unforeseen error', new TypeError('x')],
    ['something that is not an error', undefined],
  ])('%s is 1', (_, error) => {
    expect(exitCodeOfError(error)).toBe(1);
  });
});
