import type { Commit } from './commit.ts';
import { breakingNotes, isBreakingSubject, parseConventional, splitSubjectNote } from './conventional.ts';
import type { DependencyUpdate } from './dependency-update.ts';
import { parseDependencyUpdate } from './dependency-update.ts';
import type { EntryKind } from './entry-kind.ts';
import { parseLeadingEmoji } from './gitmoji.ts';
import { parseMergeMessage } from './merge-message.ts';
import { kindOfWords } from './plain-words.ts';
import { isReleaseBranch, isReleaseSubject } from './release-commit.ts';
import type { RevertMessage } from './revert-message.ts';
import { parseRevert } from './revert-message.ts';
import { readSquashBody, type SquashChange } from './squash-changes.ts';

/** A parsed commit message. All text is as the author wrote it: unsafe. */
export interface ParsedCommit {
  readonly sha: string;
  readonly kind: EntryKind;
  /** How the kind was found. Only `words` is a guess. */
  readonly kindBy: 'type' | 'emoji' | 'pattern' | 'words';
  /** The conventional type in lower case, such as `feat`. */
  readonly type: string | undefined;
  readonly scope: string | undefined;
  /** Marked anywhere in the message: by `!`, by a `BREAKING CHANGE` footer, by those words at the start or by the boom emoji. */
  readonly breaking: boolean;
  /** The text of the footers, one line each. */
  readonly breakingNotes: readonly string[];
  /** The footers that belong to the subject rather than to one of the {@link changes}. */
  readonly ownNotes: readonly string[];
  /** Whether the subject itself is breaking. */
  readonly ownBreaking: boolean;
  /** The conventional lines in the body. */
  readonly changes: readonly SquashChange[];
  /** The pull request's title for a merge, otherwise the subject; without type, scope and `(#12)`. */
  readonly description: string;
  /** The title as written, without `(#12)`. */
  readonly title: string;
  readonly pullRequest: number | undefined;
  /** More than one parent. */
  readonly isMerge: boolean;
  /** The merged branch, when the message states it. */
  readonly branch: string | undefined;
  readonly revert: RevertMessage | undefined;
  readonly dependency: DependencyUpdate | undefined;
  /** Whether it only announces a release, or merges a release branch. */
  readonly isRelease: boolean;
  /** Whether it merges the fix of a security advisory. */
  readonly isAdvisory: boolean;
}

const BEFORE_NUMBER = ['(', '(pull request '];
const MOST_DIGITS = 12;

/** Splits off the `(#12)` that a squash merge adds. Reads from the end, where one character is enough for nearly every title. */
function splitNumber(title: string): { readonly title: string; readonly number: number } | undefined {
  if (!title.endsWith(')')) return undefined;
  let at = title.length - 1;
  while (at > 0 && isDigit(title.charCodeAt(at - 1))) at -= 1;
  const digits = title.slice(at, -1);
  if (title[at - 1] !== '#' || digits === '' || digits.length > MOST_DIGITS) return undefined;
  const head = title.slice(0, at - 1);
  const before = BEFORE_NUMBER.find((text) => head.endsWith(text));
  return before === undefined ? undefined : { title: head.slice(0, -before.length), number: Number(digits) };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether a revert of a revert brings back a breaking change; its message quotes only the title. */
function restoresBreaking({ title }: RevertMessage): boolean {
  const restored = title === undefined ? undefined : REVERTED.exec(title)?.[1];
  return restored !== undefined && parseConventional(restored)?.breaking === true;
}

const REVERTED = /^Revert "(.*)"/;

/** Parses the message of a commit. Pure. */
export function parseCommit(commit: Commit): ParsedCommit {
  const isMerge = commit.parents.length > 1;
  // A merge with a subject of the author's own, and a rebased merge with one parent, are parsed like any other commit.
  const merge = commit.subject.startsWith('Merge')
    ? parseMergeMessage(commit.subject, commit.body)
    : undefined;
  const long = merge === undefined || merge.title === '' ? commit.subject : merge.title;
  const split = splitSubjectNote(long);
  const written = split?.subject ?? long;
  const squashed = splitNumber(written);
  const title = (squashed?.title ?? written).trim();
  const number = merge?.pullRequest ?? squashed?.number;

  const emoji = parseLeadingEmoji(title);
  const words = emoji?.rest ?? title;
  const conventional = parseConventional(words);
  const revert = parseRevert(words, commit.body);
  const dependency = parseDependencyUpdate(conventional?.description ?? words);
  const branch = merge?.branch;
  const isRelease =
    isReleaseSubject(title) ||
    (branch !== undefined && merge?.pullRequest !== undefined && isReleaseBranch(branch));

  // The bodies of updates and releases quote the changes of others.
  const quoting = dependency !== undefined || isRelease;
  const squash = quoting || commit.body === '' ? undefined : readSquashBody(commit.body);
  const inBody = breakingNotes(commit.body, quoting);
  const notes = split === undefined ? inBody : [split.note, ...inBody];
  const ownInBody = squash?.notes ?? inBody;
  const ownNotes = split === undefined ? ownInBody : [split.note, ...ownInBody];
  const changes = squash?.changes ?? NO_CHANGES;
  const ownBreaking =
    conventional?.breaking === true ||
    ownNotes.length > 0 ||
    emoji?.breaking === true ||
    isBreakingSubject(words) ||
    (revert !== undefined && restoresBreaking(revert));

  let kind: EntryKind;
  let kindBy: ParsedCommit['kindBy'] = 'pattern';
  if (revert !== undefined) kind = 'revert';
  else if (merge?.isAdvisory === true) kind = 'security';
  else if (dependency !== undefined) kind = 'dependencies';
  else if (conventional !== undefined) [kind, kindBy] = [conventional.kind, 'type'];
  else if (emoji?.kind !== undefined) [kind, kindBy] = [emoji.kind, 'emoji'];
  else [kind, kindBy] = [kindOfWords(words), 'words'];

  return {
    sha: commit.sha,
    kind,
    kindBy,
    type: conventional?.type,
    scope: conventional?.scope,
    breaking: ownBreaking || notes.length > 0 || changes.some((change) => change.breaking),
    breakingNotes: notes,
    ownNotes,
    ownBreaking,
    changes,
    description: conventional?.description ?? title,
    title,
    pullRequest: number,
    isMerge,
    branch,
    revert,
    dependency,
    isRelease,
    isAdvisory: merge?.isAdvisory === true,
  };
}

const NO_CHANGES: readonly SquashChange[] = [];
