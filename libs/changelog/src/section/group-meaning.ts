import type { EntryKind } from '../commit/entry-kind.ts';

/** A kind of entries with a group of its own. */
export type GroupKind = EntryKind | 'breaking';

/** The words of names of groups, by the kind that they mean. Of several in one phrase the first decides: "deprecated features". */
const WORDS: readonly (readonly [GroupKind, RegExp])[] = [
  ['breaking', /^(?:breaking|(?:backwards?)?incompatib(?:le|ilit(?:y|ies))|critical)$/],
  ['security', /^(?:security|vulnerabilit(?:y|ies)|cves?)$/],
  ['deprecation', /^deprecat(?:ed|ions?)$/],
  ['removal', /^(?:remov(?:ed|als?)|dropped)$/],
  ['performance', /^(?:perf|performance|speed(?:ups?)?|optimi[sz]ations?)$/],
  ['docs', /^(?:docs?|documentation)$/],
  ['dependencies', /^(?:deps|dependenc(?:y|ies)|vendor(?:ed|ing)|upgrades?|bumps?|requirements?)$/],
  ['revert', /^revert(?:ed|s)?$/],
  ['fix', /^(?:fix(?:e[sd])?|bug(?:s|fix(?:es)?)?|hotfix(?:es)?|corrections?)$/],
  ['feature', /^(?:feat(?:s|ures?)?|enhancements?|add(?:ed|itions?)|new)$/],
  [
    'other',
    /^(?:misc(?:ellane(?:a|ous)|ellany)?|others?|internals?|maintenance|upkeep|chores?|housekeeping|trivial|infrastructure|tooling|development)$/,
  ],
];
/** Words that mean a change of any kind, where no other word of the phrase says which. */
const ANY_CHANGE =
  /^(?:chang(?:ed?|es)|improve(?:d|ments?)|updat(?:ed?|es)|behaviou?r(?:al)?|modif(?:ied|ications?)|apis?)$/;
/** Words that mean nothing by themselves. */
const FILLER =
  /^(?:made|merged|prs?|pull|requests?|backwards?|user|facing|implemented|closed|issues?|the|some|minor|small|libraries|things|stuff|items)$/;

/**
 * The kinds that a group's name means, such as `feature` and `change` for "Features & Improvements". Empty if any word is unknown:
 * "Preview features" are not just features.
 */
export function meaningsOf(name: string): readonly GroupKind[] {
  const phrases = name
    .toLowerCase()
    .replace(/backwards?[ -]incompatib/g, 'incompatib')
    .split(/\s*(?:&|\/|,|\+|\band\b|\bor\b)\s*/)
    .map(plainName)
    .filter((phrase) => phrase !== '');
  const kinds = phrases.map(meaningOf);
  const known = kinds.filter((kind) => kind !== undefined);
  return known.length < kinds.length ? [] : [...new Set(known)];
}

function meaningOf(phrase: string): GroupKind | undefined {
  const words = phrase.split(' ');
  const kinds = words.map((word) => WORDS.find(([, pattern]) => pattern.test(word))?.[0]);
  const isKnown = words.every(
    (word, at) => kinds[at] !== undefined || ANY_CHANGE.test(word) || FILLER.test(word),
  );
  if (!isKnown) return undefined;
  const found = WORDS.find(([kind]) => kinds.includes(kind))?.[0];
  return found ?? (words.some((word) => ANY_CHANGE.test(word)) ? 'change' : undefined);
}

/** A group's name for comparison: in lower case, without emoji and punctuation. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
