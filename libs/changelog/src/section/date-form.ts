/** The forms of dates in changelogs, each by the example of 31 January 2026. */
const DATE_FORMS = [
  '2026-01-31',
  '2026/01/31',
  '2026.01.31',
  '31.01.2026',
  'January 31, 2026',
  'January 31st, 2026',
  'January 31 2026',
  '31 January 2026',
  '31 January, 2026',
  '31st January 2026',
  '31st January, 2026',
  '31st of January 2026',
  '31st of January, 2026',
  'Jan 31, 2026',
  'Jan. 31, 2026',
  'Jan 31st, 2026',
  'Jan 31 2026',
  '31 Jan 2026',
  '31 Jan, 2026',
  '31-Jan-2026',
  '31st Jan 2026',
  '31st Jan, 2026',
] as const;

/** The form of dates in a changelog. */
export type DateForm = (typeof DATE_FORMS)[number];

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
/** The parts of the example, longest first. */
const PARTS = /January|2026|31st|Jan|31|01|[.]/g;

/** The pattern of a form. Numbers have their zeros only where the month is a number too. */
function patternOf(form: DateForm): string {
  const isNumeric = !form.includes('Jan');
  return form.replace(PARTS, (part) => {
    switch (part) {
      case 'January':
        return `(?:${LONG})`;
      case 'Jan':
        return `(?:${SHORT})`;
      case '2026':
        return isNumeric && form.includes('.') ? String.raw`(?:19|20)\d\d` : String.raw`\d{4}`;
      case '31st':
        return String.raw`\d{1,2}(?:st|nd|rd|th)`;
      case '31':
        return isNumeric ? '[0-3]\\d' : String.raw`\d{1,2}`;
      case '01':
        return '[01]\\d';
      default:
        return String.raw`\.`;
    }
  });
}

/** An underscore next to a date is emphasis. */
const FORMS = DATE_FORMS.map(
  (form) => [form, new RegExp(`(?<![A-Za-z0-9])${patternOf(form)}(?![A-Za-z0-9])`)] as const,
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
  const isNumeric = !form.includes('Jan');
  return form.replace(PARTS, (part) => {
    switch (part) {
      case 'January':
        return name;
      case 'Jan':
        return name.slice(0, 3);
      case '2026':
        return year;
      case '31st':
        return nth(Number(day));
      case '31':
        return isNumeric ? day : String(Number(day));
      case '01':
        return month;
      default:
        return part;
    }
  });
}

function nth(day: number): string {
  const last = day % 10;
  if (last > 3 || last === 0 || (day > 10 && day < 14)) return `${day}th`;
  return `${day}${last === 1 ? 'st' : last === 2 ? 'nd' : 'rd'}`;
}
