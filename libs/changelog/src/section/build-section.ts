import { BroughtIntents } from './brought-intents.ts';
import type { Commit } from '../commit/commit.ts';
import type { CommitUnit } from '../commit/commit-units.ts';
import { groupUnits } from '../commit/commit-units.ts';
import type { ReadUnit } from '../commit/draft-entry.ts';
import { draftEntry } from '../commit/draft-entry.ts';
import { findReverts } from '../commit/find-reverts.ts';
import { foldUpdates } from './fold-updates.ts';
import type { Intent } from './intents.ts';
import { readLabels } from '../commit/label-kinds.ts';
import type { Account } from './ledger.ts';
import { Ledger, NO_ACCOUNT } from './ledger.ts';
import { parseCommit, type ParsedCommit } from '../commit/parse-commit.ts';
import { isChangelogEdit } from '../commit/release-commit.ts';
import type { ChangelogEntry, ChangelogSection } from './section.ts';

/** What a section is made of. */
export interface SectionRequest {
  /** The version as it is to be written, `1.2.0`. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The commits of the range, newest first and children before their parents. */
  readonly commits: Iterable<Commit>;
  /** Where the project lives, `https://github.com/owner/repo`; links are made only with it. */
  readonly repositoryUrl?: string;
  /** The tag of the last release. */
  readonly previousTag?: string;
  /** The tag of this version, default `v<version>` where a link needs one. */
  readonly tag?: string;
  /** Labels by the number of the pull request. */
  readonly labels?: ReadonlyMap<number, readonly string[]>;
  /**
   * Intent files. Each tells the change of the commit that brought it, in place of that commit's own words; those whose commit is not
   * known stand before all others. They count for nothing in the counts.
   */
  readonly intents?: readonly Intent[];
}

/**
 * Turns commits into the entries of one version. Every commit is listed, folded into another's entry, or left out for a named
 * reason; `counts` and `decisions` prove it. A breaking change is left out only with the revert that takes it back. Pure; the same
 * commits give the same section.
 */
export function buildSection(request: SectionRequest): ChangelogSection {
  const commits = [...request.commits];
  const ledger = new Ledger();
  const section = sectionOf(request, draftEntries(request, commits, ledger));
  return { ...section, ...ledger.close(commits) };
}

/** The section without its proof, for whole histories: nobody asks there what became of each commit. */
export function buildUnproven(request: SectionRequest, commits: readonly Commit[]): ChangelogSection {
  return sectionOf(request, draftEntries(request, commits, NO_ACCOUNT));
}

function draftEntries(
  request: SectionRequest,
  commits: readonly Commit[],
  ledger: Account,
): readonly ChangelogEntry[] {
  const read: ReadUnit[] = [];
  for (const unit of groupUnits(commits)) openRelease(readUnit(unit), ledger, read);
  const reverts = findReverts(read);
  const reverting = new Set(reverts.values());
  const { labels } = request;
  const intents = new BroughtIntents(request.intents);
  const entries: ChangelogEntry[] = [];
  const updates = new Map<ChangelogEntry, ParsedCommit>();
  const twins = new TwinFinder();
  for (const [at, unit] of read.entries()) {
    const sha = unit.unit.commit.sha;
    const by = reverts.get(at);
    if (by !== undefined) {
      ledger.leaveOut(unit.unit, 'reverted', read[by]?.unit.commit.sha);
      continue;
    }
    if (reverting.has(at)) {
      ledger.leaveOut(unit.unit, 'revert');
      continue;
    }
    if (unit.parsed.isRelease && !isBreaking(unit)) {
      ledger.leaveOut(unit.unit, 'release');
      continue;
    }
    if (unit.parsed.isMerge && unit.unit.brought.length === 0 && isPlainMerge(unit) && !isBreaking(unit)) {
      ledger.leaveOut(unit.unit, 'empty-merge');
      continue;
    }
    const number = unit.parsed.pullRequest;
    if (number === undefined && isChangelogEdit(unit.parsed.title) && !isBreaking(unit)) {
      ledger.leaveOut(unit.unit, 'changelog');
      continue;
    }
    const told = number === undefined ? undefined : labels?.get(number);
    const reading = told === undefined ? undefined : readLabels(told);
    if (reading?.skip === true && !reading.breaking && !isBreaking(unit)) {
      ledger.leaveOut(unit.unit, 'label');
      continue;
    }
    const twin = number === undefined ? undefined : twins.find(number, unit.parsed);
    if (twin !== undefined) {
      ledger.fold(unit.unit, 'same-pull-request', twin);
      if (isBreaking(unit)) tellBreaking(entries, twin, draftEntry(unit, reading));
      continue;
    }
    ledger.fold(unit.unit, 'merged', sha);
    const entry = draftEntry(unit, reading);
    if (unit.parsed.dependency !== undefined) updates.set(entry, unit.parsed);
    if (intents.isEmpty) entries.push(entry);
    else entries.push(...intents.tell(entry, unit.unit));
  }
  const told = foldUpdates(entries, updates, ledger);
  return intents.isEmpty ? told : [...intents.rest(), ...told];
}

function sectionOf(request: SectionRequest, entries: readonly ChangelogEntry[]): ChangelogSection {
  const { repositoryUrl, previousTag, tag } = request;
  return {
    version: request.version,
    date: request.date,
    ...(repositoryUrl === undefined ? {} : { repositoryUrl: repositoryUrl.replace(/(?:\.git)?\/*$/, '') }),
    ...(previousTag === undefined ? {} : { previousTag }),
    ...(tag === undefined ? {} : { tag }),
    entries,
    counts: { listed: 0, folded: 0, leftOut: 0, total: 0 },
    decisions: [],
  };
}

function readUnit(unit: CommitUnit): ReadUnit {
  const inner = unit.brought.length === 0 ? NONE : unit.brought.map(parseCommit);
  return { unit, parsed: parseCommit(unit.commit), inner };
}

const NONE: ReadUnit['inner'] = [];

/**
 * A merge of a release branch is left out, yet what else came with that branch must not get lost: it is grouped as if the branch
 * were the main line.
 */
function openRelease(read: ReadUnit, ledger: Account, into: ReadUnit[]): void {
  const { commit, brought } = read.unit;
  if (!read.parsed.isRelease || brought.length === 0) {
    into.push(read);
    return;
  }
  into.push({ ...read, unit: { commit, brought: [] }, inner: NONE });
  for (const unit of groupUnits(brought)) {
    const inner = readUnit(unit);
    if (isChangelogEdit(inner.parsed.title) && unit.brought.length === 0 && !isBreaking(inner)) {
      ledger.leaveOut(unit, 'release', commit.sha);
    } else openRelease(inner, ledger, into);
  }
}

/** Whatever else is left out or folded, a breaking change is told. */
function isBreaking({ parsed, inner }: ReadUnit): boolean {
  return parsed.breaking || inner.some((part) => part.breaking);
}

/** An entry into which a breaking change is folded breaks the same. */
function tellBreaking(entries: ChangelogEntry[], sha: string, folded: ChangelogEntry): void {
  const at = entries.findIndex((entry) => entry.sha === sha);
  const entry = entries[at];
  if (entry === undefined) return;
  entries[at] = { ...entry, breaking: true, notes: [...new Set([...entry.notes, ...folded.notes])] };
}

/** Without a pull request it says only that branches met. */
function isPlainMerge(read: ReadUnit): boolean {
  return read.parsed.pullRequest === undefined && read.unit.commit.subject.startsWith('Merge');
}

/** Remembers pull requests by number and title; in some projects several changes name one issue in the same way. */
class TwinFinder {
  readonly #first = new Map<number, ParsedCommit>();
  readonly #more = new Map<string, string>();

  /** The commit that came with the same number and title before; else keeps this one. */
  find(number: number, commit: ParsedCommit): string | undefined {
    const { title, sha } = commit;
    const first = this.#first.get(number);
    if (first === undefined) {
      this.#first.set(number, commit);
      return undefined;
    }
    if (first.title === title) return first.sha;
    const key = `${number} ${title}`;
    const other = this.#more.get(key);
    if (other === undefined) this.#more.set(key, sha);
    return other;
  }
}
