import type { EntryKind } from './entry-kind.ts';

const FIRST_WORDS = new Map<string, EntryKind>(
  (
    [
      ['feature', 'add adds added adding implement implements implemented implementing introduce introduces'],
      [
        'feature',
        'introduced introducing support supports supported supporting allow allows allowed allowing',
      ],
      ['feature', 'feat feature features new enable enables enabled enabling'],
      ['fix', 'fix fixes fixed fixing bugfix hotfix correct corrects corrected correcting repair repairs'],
      ['fix', 'resolve resolves resolved resolving'],
      [
        'docs',
        'doc docs document documents documented documenting documentation readme docstring docstrings faq',
      ],
      ['deprecation', 'deprecate deprecates deprecated deprecating'],
      ['removal', 'remove removes removed removing drop drops dropped dropping'],
      ['performance', 'optimize optimizes optimized optimise optimised optimizing perf'],
      ['security', 'security'],
    ] as const
  ).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
);

/** An area or an issue at the start: `[ty]`, `(#12)`, `#12:`. */
const BRACKETS = /^(?:\[[^\]]*\]\s*|\([^()]*\)\s+|#\d+:? (?:--? )?)+/;
const AREA = /^[\w./-]+(?:\([^()]*\))?: +/;
const ABOUT_DOCS = /^(?:\S+\s+){0,3}(?:docs?|documentation|readme(?:\.\w+)?|docstrings?|faq|changelog)\b/i;
/** Tested first, since it is quick and most subjects have none. */
const ANY_DOCS = /doc|readme|faq|changelog/i;
const ABOUT_SECURITY = /\bCVE-\d{4}-\d{4,}|\bGHSA(?:-[23456789cfghjmpqrvwx]{4}){3}\b/;

/** Guesses the kind from the words of a free-form subject; `other` when they do not show it. */
export function kindOfWords(subject: string): EntryKind {
  if ((subject.includes('CVE-') || subject.includes('GHSA-')) && ABOUT_SECURITY.test(subject))
    return 'security';
  const bare = isLetter(subject.charCodeAt(0)) ? subject : subject.replace(BRACKETS, '');
  if (ANY_DOCS.test(bare) && ABOUT_DOCS.test(bare)) return 'docs';
  const kind = kindOfFirstWord(bare);
  if (kind !== undefined) return kind;
  const area = AREA.exec(bare);
  return (area === null ? undefined : kindOfFirstWord(bare.slice(area[0].length))) ?? 'other';
}

function kindOfFirstWord(text: string): EntryKind | undefined {
  let end = 0;
  while (isLetter(text.charCodeAt(end))) end += 1;
  return end === 0 ? undefined : FIRST_WORDS.get(text.slice(0, end).toLowerCase());
}

/** Whether a code is an ASCII letter; false for NaN, the code past the end of a text. */
function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
