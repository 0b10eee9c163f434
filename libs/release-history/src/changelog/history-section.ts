import { buildSection } from '@heroku-release/changelog';
import type { ProvenSection } from '@heroku-release/changelog';
import { formatVersion, tagName, VersionError } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { nextVersion } from '../version/bump-request.ts';
import { HistoryError } from '../errors.ts';
import { isoDay } from './iso-time.ts';
import { currentVersion } from '../version/current-version.ts';
import { readProjectVersion } from '../version/project-version.ts';
import { bumpOfSuggestion } from './coming-version.ts';
import { findSpan, type HistorySpan, type RangeWords, splitRange } from './history-span.ts';
import type { HistoryEnvironment } from '../checkout/history-environment.ts';
import { openHistory, type History } from './open-history.ts';
import { attributeIntents, NO_INTENTS, readIntentFiles } from './read-intent-files.ts';
import { startNote } from './start-note.ts';
import { type ReleaseSuggestion, suggestRelease } from './suggest-release.ts';
import { tagNamesOf, versionOfTag } from '../version/tag-template.ts';

/** The heading of changes that have no version yet. */
export const UNRELEASED = 'Unreleased';

/** A part of a history as a changelog section. */
export interface HistorySection {
  readonly history: History;
  readonly span: HistorySpan;
  readonly section: ProvenSection;
  /** git's own count of the commits, if requested. */
  readonly counted?: number | undefined;
  /** For the coming release: the bump that the changes ask for, and the reason. */
  readonly suggestion?: string | undefined;
  /** Why the section may start at another commit than expected. */
  readonly startNote?: string | undefined;
}

/** The part of a history to show. */
export interface SectionRequest {
  /** The checkout. */
  readonly repo: string;
  /** A range, a tag or another revision. Default: the coming release. */
  readonly range?: string | undefined;
  /** Also let git count the commits. Default `false`. */
  readonly count?: boolean | undefined;
}

/**
 * Builds the changelog section of the coming release, of an earlier release, or of any range of a checkout. Reads with git alone and
 * writes nothing.
 *
 * Errors: `USAGE` (no such revision), `GIT_NOT_A_REPOSITORY`, `GIT_SHALLOW`, `CHANGELOG_INTENT_INVALID`, and those of the settings.
 */
export async function historySection(
  request: SectionRequest,
  world: HistoryEnvironment,
): Promise<HistorySection> {
  const words = splitRange(request.range);
  const history = await openHistory(
    request.repo,
    world,
    words.filter((word) => word !== undefined),
  );
  const building = buildSpan(history, words, request.count ?? false, world);
  // A shallow clone is reported first: it explains more than the errors that follow from it.
  building.catch(() => undefined);
  const { repositoryUrl } = await history.pending;
  const { section, counting, ...rest } = await building;
  return { history, ...rest, section: { ...section, repositoryUrl }, counted: await counting };
}

/** Builds the section without its links, while git still looks up the address for them. */
async function buildSpan(
  history: History,
  words: RangeWords,
  count: boolean,
  world: HistoryEnvironment,
): Promise<Omit<HistorySection, 'history' | 'counted'> & { readonly counting: Promise<number | undefined> }> {
  const { span, commits, counting, intents, attributed } = await readSpan(history, words, count);
  const coming = span.end.kind === 'coming';
  const note = startNoteOf(history, span);
  const request = {
    version: span.end.kind === 'release' ? span.end.version : UNRELEASED,
    date: span.end.kind === 'release' ? span.end.date : isoDay(world.clock.now()),
    tag: span.end.kind === 'release' ? span.end.tag : coming ? 'HEAD' : span.to,
    commits,
    previousTag: span.previousTag,
  };
  const plain = buildSection(request);
  if (!coming) return { span, section: plain, counting, startNote: note };
  const current = await versionAtHead(history, span);
  const suggestion = suggestRelease(plain, intents, current === undefined ? '' : formatVersion(current));
  const section = attributed.length === 0 ? plain : buildSection({ ...request, intents: attributed });
  const named = nameComing(history, span, suggestion, current);
  return {
    span,
    section: { ...section, ...named },
    counting,
    suggestion: suggestion.because,
    startNote: note,
  };
}

/** Finds the requested span and reads everything that its section needs. git may still be counting. */
async function readSpan(history: History, words: RangeWords, count: boolean) {
  const { git, hasIntents } = history;
  const { span, read } = await findSpan(history, words);
  const range = { from: span.from, to: span.to };
  const reading = read ?? Array.fromAsync(git.log(range));
  const counting = count ? git.count(range) : Promise.resolve(undefined);
  counting.catch(() => undefined);
  const [commits, intents] = await Promise.all([
    reading,
    span.end.kind === 'coming' && hasIntents ? readIntentFiles(git, span.to) : NO_INTENTS,
  ]);
  return { span, commits, counting, intents, attributed: await attributeIntents(git, intents, range) };
}

function startNoteOf({ tags, tagTemplate: template }: History, span: HistorySpan): string | undefined {
  if (!span.searched) return undefined;
  const coming = span.end.kind === 'coming';
  return startNote({ tags, template, previousTag: span.previousTag, coming });
}

/** The version and the tag that a draft would choose. Empty where they cannot be determined. */
function nameComing(
  { tagTemplate, tags }: History,
  { previousTag }: HistorySpan,
  suggestion: ReleaseSuggestion,
  current: Version | undefined,
): { readonly version?: string; readonly tag?: string } {
  if (current === undefined) return {};
  const names = tagNamesOf(current, tagTemplate);
  const tagged = tags.some(({ name }) => names.includes(name)) ? current : undefined;
  const before = previousTag === undefined ? undefined : versionOfTag(previousTag, tagTemplate);
  const released = tagged ?? before;
  try {
    const bump = bumpOfSuggestion(suggestion, current, released);
    if (bump === undefined) return {};
    const next = nextVersion(bump, current, undefined);
    return { version: formatVersion(next), tag: tagName(next, tagTemplate) };
  } catch (error) {
    if (error instanceof HistoryError || error instanceof VersionError) return {};
    throw error;
  }
}

/** The version that the tree states, otherwise that of the last release. Undefined where neither exists: only a draft requires one. */
async function versionAtHead(
  { readHead, tagTemplate }: History,
  { previousTag }: HistorySpan,
): Promise<Version | undefined> {
  const tags = previousTag === undefined ? [] : [previousTag];
  try {
    return currentVersion(await readProjectVersion(readHead), tags, tagTemplate);
  } catch (error) {
    if (!(error instanceof HistoryError || error instanceof VersionError)) throw error;
    return previousTag === undefined ? undefined : versionOfTag(previousTag, tagTemplate);
  }
}
