import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { Commit } from '../commit/commit.ts';
import { groupCommits } from '../commit/commit-units.ts';
import { draftEntry } from '../commit/draft-entry.ts';
import { findReverts } from '../commit/find-reverts.ts';
import { readLabels } from '../commit/label-kinds.ts';
import type { ParsedCommit } from '../commit/parse-commit.ts';
import { isBreaking, type ParsedUnit, parseUnit } from '../commit/parsed-unit.ts';
import { isChangelogEdit } from '../commit/release-commit.ts';
import { splitEntries } from '../commit/split-entries.ts';
import { decideFate } from './decide-fate.ts';
import { foldUpdates } from './fold-updates.ts';
import type { Intent } from './intents.ts';
import { IntentsByCommit } from './intents-by-commit.ts';
import { type Ledger, NO_LEDGER, ProofLedger } from './ledger.ts';
import type { ChangelogSection, ProvenSection } from './section.ts';
import { TwinFinder } from './twin-finder.ts';

/** The input of a section. */
export interface SectionRequest {
  /** The version as it is to be written, `1.2.0`. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The commits of the range, newest first and children before their parents. */
  readonly commits: Iterable<Commit>;
  /** The URL of the project, `https://github.com/owner/repo`. Default: the URL in the changelog file; without either, there are no links. */
  readonly repositoryUrl?: string | undefined;
  /** The tag of the last release. */
  readonly previousTag?: string | undefined;
  /** The tag of this version, default `v<version>` where a link needs one. */
  readonly tag?: string | undefined;
  /** Labels by pull request number. */
  readonly labels?: ReadonlyMap<number, readonly string[]> | undefined;
  /**
   * Intent files. The words of each replace those of the commit that added it; files whose commit is unknown come before all other
   * entries. They do not change the counts.
   */
  readonly intents?: readonly Intent[] | undefined;
  /**
   * Whether a commit changes only the files of a release, by its id: `true` leaves it out whatever its words say, `false` lists it although
   * its words announce a release or an edit of the changelog. The words alone decide about any other commit.
   */
  readonly onlyRelease?: ReadonlyMap<string, boolean> | undefined;
}

/**
 * Builds the section of one version. Every commit is listed, folded into another entry, or left out for a stated reason; `counts` and
 * `decisions` prove it. A breaking change is left out only together with its revert. Pure; the same commits give the same section.
 */
export function buildSection(request: SectionRequest): ProvenSection {
  const commits = [...request.commits];
  const ledger = new ProofLedger();
  const section = sectionOf(request, draftEntries(request, commits, ledger));
  return { ...section, ...ledger.prove(commits) };
}

/** Builds the section without its proof, which whole histories do not need. */
export function buildUnprovenSection(request: SectionRequest): ChangelogSection {
  return sectionOf(request, draftEntries(request, [...request.commits], NO_LEDGER));
}

function draftEntries(
  request: SectionRequest,
  commits: readonly Commit[],
  ledger: Ledger,
): readonly ChangelogEntry[] {
  const units: ParsedUnit[] = [];
  const { onlyRelease = NOTHING_KNOWN } = request;
  for (const unit of groupCommits(commits)) openRelease(parseUnit(unit), { ledger, units, onlyRelease });
  const reverts = findReverts(units);
  const reverting = new Set(reverts.values());
  const intents = new IntentsByCommit(request.intents);
  const entries: ChangelogEntry[] = [];
  const updates = new Map<ChangelogEntry, ParsedCommit>();
  const twins = new TwinFinder();
  for (const [at, unit] of units.entries()) {
    const { parsed } = unit;
    const number = parsed.pullRequest;
    const revert = reverts.get(at);
    const names = number === undefined ? undefined : request.labels?.get(number);
    const labels = names === undefined ? undefined : readLabels(names);
    const fate = decideFate(unit, {
      revertedBy: revert === undefined ? undefined : units[revert]?.commit.sha,
      isRevert: reverting.has(at),
      labels,
      twin: number === undefined ? undefined : twins.find(number, parsed.title),
      onlyRelease: onlyRelease.size === 0 ? undefined : isOnlyRelease(unit, onlyRelease),
    });
    ledger.record(unit, fate);
    if (fate.outcome === 'folded' && isBreaking(unit)) {
      markBreaking(entries, fate.into, draftEntry(unit, labels).notes);
    }
    if (revert !== undefined) ledger.takeBack(() => splitEntries(unit, labels));
    if (fate.outcome !== 'listed') continue;
    if (number !== undefined) twins.add(number, parsed);
    const told = intents.isEmpty ? undefined : intents.entriesOf(draftEntry(unit, labels), unit);
    if (told !== undefined) {
      entries.push(...told);
      continue;
    }
    const drafts = parsed.changes.length === 0 ? [draftEntry(unit, labels)] : splitEntries(unit, labels);
    const [entry] = drafts;
    if (entry !== undefined && parsed.dependency !== undefined) updates.set(entry, parsed);
    entries.push(...drafts);
  }
  const folded = foldUpdates(entries, updates, ledger);
  return intents.isEmpty ? folded : [...intents.rest(), ...folded];
}

function sectionOf(request: SectionRequest, entries: readonly ChangelogEntry[]): ChangelogSection {
  const { version, date, repositoryUrl, previousTag, tag } = request;
  return {
    version,
    date,
    repositoryUrl: repositoryUrl?.replace(/(?:\.git)?\/*$/, ''),
    previousTag,
    tag,
    entries,
  };
}

/**
 * Adds a unit, but splits the merge of a release branch: the merge itself will be left out, while the other commits of the branch are
 * grouped as if the branch were the main line.
 */
function openRelease(unit: ParsedUnit, into: OpenedUnits): void {
  const { commit, merged, parsed } = unit;
  if (!parsed.isRelease || merged.length === 0) {
    into.units.push(unit);
    return;
  }
  into.units.push({ ...unit, merged: [], inner: [] });
  for (const part of groupCommits(merged)) {
    const inner = parseUnit(part);
    const known = isOnlyRelease(inner, into.onlyRelease);
    const isEdit = known ?? (isChangelogEdit(inner.parsed.title) && inner.merged.length === 0);
    if (isEdit && !isBreaking(inner)) {
      into.ledger.record(inner, { outcome: 'left-out', reason: 'release', into: commit.sha });
    } else openRelease(inner, into);
  }
}

interface OpenedUnits {
  readonly ledger: Ledger;
  readonly units: ParsedUnit[];
  readonly onlyRelease: ReadonlyMap<string, boolean>;
}

const NOTHING_KNOWN: ReadonlyMap<string, boolean> = new Map();

/** Whether every commit of a unit changes only the files of a release; `undefined` where that is known of none. */
function isOnlyRelease(
  { commit, merged }: ParsedUnit,
  onlyRelease: ReadonlyMap<string, boolean>,
): boolean | undefined {
  const own = onlyRelease.get(commit.sha);
  if (own !== true) return own;
  return merged.every(({ sha }) => onlyRelease.get(sha) === true) ? true : undefined;
}

/** Marks the entry of a commit as breaking, because a breaking change is folded into it. */
function markBreaking(entries: ChangelogEntry[], sha: string, notes: readonly string[]): void {
  const at = entries.findIndex((entry) => entry.sha === sha);
  const entry = entries[at];
  if (entry === undefined) return;
  entries[at] = { ...entry, breaking: true, notes: [...new Set([...entry.notes, ...notes])] };
}
