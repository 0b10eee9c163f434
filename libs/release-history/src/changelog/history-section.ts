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

/** The heading of what has no version yet. */
export const UNRELEASED = 'Unreleased';

/** A part of a history, told as a changelog section. */
export interface HistorySection {
  readonly history: History;
  readonly span: HistorySpan;
  readonly section: ProvenSection;
  /** git's own count of the commits, where it was asked for. */
  readonly counted?: number;
  /** Of what comes next: which bump the changes ask for, and why. */
  readonly suggestion?: string;
  /** Why it may begin elsewhere than people think. */
  readonly startNote?: string;
}

/** What is asked for. */
export interface SectionQuestion {
  /** The checkout. */
  readonly repo: string;
  /** A range, a tag or another revision; default: what comes next. */
  readonly range?: string | undefined;
  /** Whether git is to count the commits as well; default `false`. */
  readonly count?: boolean;
}

/**
 * Tells a part of a checkout's history: what the next release will say, what an old one had, or any range. Reads only, by git
 * alone.
 *
 * Errors: `USAGE` (no such revision), `GIT_NOT_A_REPOSITORY`, `GIT_SHALLOW`, `CHANGELOG_INTENT_INVALID`, and those of the settings.
 */
export async function historySection(
  question: SectionQuestion,
  world: HistoryEnvironment,
): Promise<HistorySection> {
  const words = splitRange(question.range);
  const history = await openHistory(
    question.repo,
    world,
    words.filter((word) => word !== undefined),
  );
  const telling = tellSpan(history, words, question.count ?? false, world);
  // That a history is cut off says more than what comes of it.
  telling.catch(() => undefined);
  const { repositoryUrl } = await history.late;
  const { section, counting, ...told } = await telling;
  const links = repositoryUrl === undefined ? {} : { repositoryUrl };
  const counted = await counting;
  return {
    history,
    ...told,
    section: { ...section, ...links },
    ...(counted === undefined ? {} : { counted }),
  };
}

/** The section without its links, made while git still answers what they need. */
async function tellSpan(
  history: History,
  words: RangeWords,
  count: boolean,
  world: HistoryEnvironment,
): Promise<Omit<HistorySection, 'history' | 'counted'> & { readonly counting: Promise<number | undefined> }> {
  const { span, commits, counting, intents, told } = await readSpan(history, words, count);
  const coming = span.end.kind === 'coming';
  const note = noteOf(history, span);
  const request = {
    version: span.end.kind === 'release' ? span.end.version : UNRELEASED,
    date: span.end.kind === 'release' ? span.end.date : isoDay(world.clock.now()),
    tag: span.end.kind === 'release' ? span.end.tag : coming ? 'HEAD' : span.to,
    commits,
    ...(span.previousTag === undefined ? {} : { previousTag: span.previousTag }),
  };
  const plain = buildSection(request);
  if (!coming) return { span, section: plain, counting, ...note };
  const current = await versionAtHead(history, span);
  const suggestion = suggestRelease(plain, intents, current === undefined ? '' : formatVersion(current));
  const section = told.length === 0 ? plain : buildSection({ ...request, intents: told });
  const named = nameComing(history, span, suggestion, current);
  return {
    span,
    section: { ...section, ...named },
    counting,
    suggestion: suggestion.because,
    ...note,
  };
}

/** Finds the span that is asked for, and reads all that its section is made of; git may still be counting. */
async function readSpan(history: History, words: RangeWords, count: boolean) {
  const { git, hasIntents } = history;
  const { span, read } = await findSpan(history, words);
  const range = { ...(span.from === undefined ? {} : { from: span.from }), to: span.to };
  const reading = read ?? Array.fromAsync(git.log(range));
  const counting = count ? git.count(range) : Promise.resolve(undefined);
  counting.catch(() => undefined);
  const [commits, intents] = await Promise.all([
    reading,
    span.end.kind === 'coming' && hasIntents ? readIntentFiles(git, span.to) : NO_INTENTS,
  ]);
  return { span, commits, counting, intents, told: await attributeIntents(git, intents, range) };
}

function noteOf(
  { tags, tagTemplate: template }: History,
  span: HistorySpan,
): { readonly startNote?: string } {
  if (!span.searched) return {};
  const coming = span.end.kind === 'coming';
  const note = startNote({ tags, template, previousTag: span.previousTag, coming });
  return note === undefined ? {} : { startNote: note };
}

/** The version and the tag that a draft would choose; nothing where it cannot be told. */
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

/** What the tree states, else the last release; undefined where neither tells a version, which only a draft must know. */
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
