import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

it.each([
  ['nothing', undefined, undefined],
  ['empty', '', undefined],
  ['seconds', '120', 120_000],
  ['zero', '0', 0],
  ['a date', 'Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
  ['a date that has passed', 'Fri, 02 Jan 2026 03:00:00 GMT', 0],
  ['a negative number', '-5', undefined],
  ['a fraction', '1.5', undefined],
  ['an absurdly large number', '99999999999', undefined],
  ['words', 'soon, please', undefined],
])('reads %s', (_name, header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
