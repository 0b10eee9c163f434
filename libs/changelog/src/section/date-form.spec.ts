import { describe, expect, it } from 'vitest';
import type { DateForm } from './date-form.ts';
import { findDate, formatDate } from './date-form.ts';

describe('a date', () => {
  it.each<[DateForm, string]>([
    ['2026-01-31', '2026-03-02'],
    ['2026/01/31', '2026/03/02'],
    ['2026.01.31', '2026.03.02'],
    ['31.01.2026', '02.03.2026'],
    ['January 31, 2026', 'March 2, 2026'],
    ['January 31st, 2026', 'March 2nd, 2026'],
    ['31 January 2026', '2 March 2026'],
    ['31st January 2026', '2nd March 2026'],
    ['Jan 31, 2026', 'Mar 2, 2026'],
    ['31 Jan 2026', '2 Mar 2026'],
    ['31st January, 2026', '2nd March, 2026'],
    ['31 January, 2026', '2 March, 2026'],
    ['31st of January, 2026', '2nd of March, 2026'],
    ['31st of January 2026', '2nd of March 2026'],
    ['January 31 2026', 'March 2 2026'],
    ['Jan. 31, 2026', 'Mar. 2, 2026'],
    ['Jan 31st, 2026', 'Mar 2nd, 2026'],
    ['Jan 31 2026', 'Mar 2 2026'],
    ['31st Jan 2026', '2nd Mar 2026'],
    ['31st Jan, 2026', '2nd Mar, 2026'],
    ['31 Jan, 2026', '2 Mar, 2026'],
    ['31-Jan-2026', '2-Mar-2026'],
  ])('in the form %s is rendered and found again', (form, text) => {
    expect(formatDate('2026-03-02', form)).toBe(text);
    expect(findDate(`1.2.0 (${text})`)).toEqual({ form, text });
    expect(findDate(form)).toEqual({ form, text: form });
  });

  it.each([
    ['2026-01-01', '1st'],
    ['2026-01-02', '2nd'],
    ['2026-01-03', '3rd'],
    ['2026-01-04', '4th'],
    ['2026-01-11', '11th'],
    ['2026-01-12', '12th'],
    ['2026-01-13', '13th'],
    ['2026-01-20', '20th'],
    ['2026-01-21', '21st'],
    ['2026-01-30', '30th'],
    ['2026-01-31', '31st'],
  ])('%s is the %s', (iso, day) => {
    expect(formatDate(iso, '31st January 2026')).toBe(`${day} January 2026`);
  });

  it.each(['2026-1-5', '01/31/2026', 'January 2026', '1.2.0', '2026'])('%s is not a date', (text) => {
    expect(findDate(text)).toBeUndefined();
  });
});
