import { growthOf, LINEAR_GROWTH } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { readJunit } from './junit-report.ts';
import { outputEnd } from './output-end.ts';

describe('output that a project made to hang the program', () => {
  it.each([' ', '\n', '\u001b[', '\u001b[1;'])('takes time in proportion to its length: %j', (unit) => {
    const run = (text: string) => outputEnd({ exitCode: 1, stdout: `x${text}x`, stderr: text });
    expect(growthOf(run, (length) => unit.repeat(length / unit.length))).toBeLessThan(LINEAR_GROWTH);
  });

  it.each(['<testsuite ', '<testsuite tests="', '<testsuite tests="1"> '])('a report: %j', (unit) => {
    expect(growthOf(readJunit, (length) => unit.repeat(length / unit.length))).toBeLessThan(LINEAR_GROWTH);
  });
});
