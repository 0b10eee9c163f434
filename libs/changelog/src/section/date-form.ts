/** The form of dates in a changelog. */
export type DateForm =
  | '2026-01-31'
  | '2026/01/31'
  | '2026.01.31'
  | '31.01.2026'
  | 'January 31, 2026'
  | 'January 31st, 2026'
  | '31 January 2026'
  | '31st January 2026'
  | 'Jan 31, 2026'
  | '31 Jan 2026';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const LONG = MONTHS.join('|');
const SHORT = MONTHS.map((month) => month.slice(0, 3)).join('|');
const NTH = String.raw`\d{1,2}(?:st|nd|rd|th)`;

const PATTERNS: readonly (readonly [DateForm, string])[] = [
  ['2026-01-31', String.raw`\d{4}-\d\d-\d\d`],
  ['2026/01/31', String.raw`\d{4}/\d\d/\d\d`],
  ['2026.01.31', String.raw`(?:19|20)\d\d\.[01]\d\.[0-3]\d`],
  ['31.01.2026', String.raw`[0-3]\d\.[01]\d\.(?:19|20)\d\d`],
  ['January 31, 2026', String.raw`(?:${LONG}) \d{1,2}, \d{4}`],
  ['January 31st, 2026', String.raw`(?:${LONG}) ${NTH}, \d{4}`],
  ['31 January 2026', String.raw`\d{1,2} (?:${LONG}) \d{4}`],
  ['31st January 2026', String.raw`${NTH} (?:${LONG}) \d{4}`],
  ['Jan 31, 2026', String.raw`(?:${SHORT}) \d{1,2}, \d{4}`],
  ['31 Jan 2026', String.raw`\d{1,2} (?:${SHORT}) \d{4}`],
];
/** An underscore next to a date is emphasis. */
const FORMS = PATTERNS.map(
  ([form, pattern]) => [form, new RegExp(`(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])`)] as const,
);

/** Finds a date in a text. */
export function findDate(text: string): { readonly form: DateForm; readonly text: string } | undefined {
  if (!/\d{4}/.test(text)) return undefined;
  for (const [form, pattern] of FORMS) {
    const found = pattern.exec(text);
    if (found !== null) return { form, text: found[0] };
  }
  return undefined;
}

/** Renders an ISO date, `YYYY-MM-DD`, in a form. */
export function formatDate(iso: string, form: DateForm): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  const name = MONTHS[Number(month) - 1] ?? month;
  switch (form) {
    case '2026-01-31':
      return iso;
    case '2026/01/31':
      return `${year}/${month}/${day}`;
    case '2026.01.31':
      return `${year}.${month}.${day}`;
    case '31.01.2026':
      return `${day}.${month}.${year}`;
    case 'January 31st, 2026':
      return `${name} ${nth(Number(day))}, ${year}`;
    case '31st January 2026':
      return `${nth(Number(day))} ${name} ${year}`;
    case 'January 31, 2026':
      return `${name} ${Number(day)}, ${year}`;
    case '31 January 2026':
      return `${Number(day)} ${name} ${year}`;
    case 'Jan 31, 2026':
      return `${name.slice(0, 3)} ${Number(day)}, ${year}`;
    case '31 Jan 2026':
      return `${Number(day)} ${name.slice(0, 3)} ${year}`;
  }
}

function nth(day: number): string {
  const last = day % 10;
  if (last > 3 || last === 0 || (day > 10 && day < 14)) return `${day}th`;
  return `${day}${last === 1 ? 'st' : last === 2 ? 'nd' : 'rd'}`;
}
