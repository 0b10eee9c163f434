import type { LabelReading } from '../commit/label-kinds.ts';
import { isBreaking, type ParsedUnit } from '../commit/parsed-unit.ts';
import { isChangelogEdit } from '../commit/release-commit.ts';
import type { LeftOutReason } from './section.ts';

/** The fate of a unit: listed with an entry of its own, folded into another entry, or left out. */
export type Fate =
  | { readonly outcome: 'listed' }
  | { readonly outcome: 'folded'; readonly reason: 'same-pull-request'; readonly into: string }
  | { readonly outcome: 'left-out'; readonly reason: LeftOutReason; readonly into?: string | undefined };

/** Facts about a unit that its own messages do not show. */
export interface FateFacts {
  /** The commit of the range that reverts it. */
  readonly revertedBy: string | undefined;
  /** Whether it reverts another unit of the range. */
  readonly isRevert: boolean;
  /** The labels of its pull request, where they are known. */
  readonly labels: LabelReading | undefined;
  /** The newer commit with the same pull request and title. */
  readonly twin: string | undefined;
  /** Whether it changes only the files of a release; `undefined` where only its words are known. */
  readonly onlyRelease?: boolean | undefined;
}

/** A reason why a unit has no entry of its own. */
export interface FateRule {
  readonly name: string;
  readonly applies: (unit: ParsedUnit, facts: FateFacts) => boolean;
  readonly fate: (facts: FateFacts) => Fate;
}

/** The rules in order; the first that applies decides. A breaking change is left out only together with its revert. */
export const FATE_RULES: readonly FateRule[] = [
  {
    name: 'reverted within the range',
    applies: (_, { revertedBy }) => revertedBy !== undefined,
    fate: ({ revertedBy }) => ({ outcome: 'left-out', reason: 'reverted', into: revertedBy }),
  },
  {
    name: 'reverts a unit of the range',
    applies: (_, { isRevert }) => isRevert,
    fate: () => ({ outcome: 'left-out', reason: 'revert' }),
  },
  {
    name: 'changes only the files of a release',
    applies: (unit, { onlyRelease }) => onlyRelease === true && !isBreaking(unit),
    fate: () => ({ outcome: 'left-out', reason: 'release' }),
  },
  {
    name: 'announces a release',
    applies: (unit, { onlyRelease }) => unit.parsed.isRelease && onlyRelease !== false && !isBreaking(unit),
    fate: () => ({ outcome: 'left-out', reason: 'release' }),
  },
  {
    name: 'merge without commits of the range',
    applies: (unit, { onlyRelease }) =>
      unit.parsed.isMerge &&
      unit.merged.length === 0 &&
      onlyRelease !== false &&
      isPlainMerge(unit) &&
      !isBreaking(unit),
    fate: () => ({ outcome: 'left-out', reason: 'empty-merge' }),
  },
  {
    name: 'edits only the changelog',
    applies: (unit, { onlyRelease }) =>
      unit.parsed.pullRequest === undefined &&
      onlyRelease !== false &&
      isChangelogEdit(unit.parsed.title) &&
      !isBreaking(unit),
    fate: () => ({ outcome: 'left-out', reason: 'changelog' }),
  },
  {
    name: 'left out by a label',
    applies: (unit, { labels }) => labels?.skip === true && !labels.breaking && !isBreaking(unit),
    fate: () => ({ outcome: 'left-out', reason: 'label' }),
  },
  {
    name: 'same pull request twice',
    applies: (_, { twin }) => twin !== undefined,
    fate: ({ twin = '' }) => ({ outcome: 'folded', reason: 'same-pull-request', into: twin }),
  },
];

const LISTED: Fate = { outcome: 'listed' };

/** Decides by {@link FATE_RULES} whether a unit is listed, folded or left out. Pure. */
export function decideFate(unit: ParsedUnit, facts: FateFacts): Fate {
  for (const rule of FATE_RULES) if (rule.applies(unit, facts)) return rule.fate(facts);
  return LISTED;
}

/** Whether a merge joins branches without being a pull request. */
function isPlainMerge({ commit, parsed }: ParsedUnit): boolean {
  return parsed.pullRequest === undefined && !parsed.isAdvisory && commit.subject.startsWith('Merge');
}
