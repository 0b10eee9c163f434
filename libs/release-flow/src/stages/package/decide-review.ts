import { findMissingEntries, readSection } from '@heroku-release/changelog';
import type { ProvenSection } from '@heroku-release/changelog';
import type { Refuse } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';

/** The facts that a release is reviewed by. */
export interface ReviewFacts {
  readonly version: string;
  /** The version in the tree; undefined where only the tag will state it. */
  readonly stated: string | undefined;
  /** Path of the changelog. */
  readonly path: string;
  /** Its text; undefined where there is none. */
  readonly changelog: string | undefined;
  /** The section that the commits since the last release ask for. */
  readonly wanted: ProvenSection;
}

/** Whether version, changelog and commits of a release agree; undefined when they do. Pure. */
export function reviewProblem(facts: ReviewFacts): Refuse | undefined {
  const { version, stated, path, changelog = '', wanted } = facts;
  const repair = `Draft it again: heroku-release draft ${version}`;
  if (stated !== undefined && stated !== version) {
    return refuse('VERSION_MISMATCH', `the tree states ${stated}, the branch is for ${version}`, repair);
  }
  const section = readSection(changelog, version);
  if (section === undefined || section.trim() === '') {
    return refuse('CHANGELOG_INCOMPLETE', `${path} has no section for ${version}, or an empty one`, repair);
  }
  const unlisted = unlistedChanges(changelog, wanted);
  if (unlisted.length === 0) return undefined;
  const since = wanted.previousTag === undefined ? '' : ` since ${wanted.previousTag}`;
  const changes = unlisted.length === 1 ? 'a change' : `${unlisted.length} changes`;
  const are = unlisted.length === 1 ? 'is' : 'are';
  return refuse(
    'COMMITS_UNCOUNTED',
    `${changes}${since} ${are} not in the section of ${version}: ${unlisted.join('; ')}`,
    repair,
  );
}

/** The commits without an entry, such as `1a2b3c4 fix: say it right`. */
function unlistedChanges(changelog: string, wanted: ProvenSection): readonly string[] {
  const subjects = new Map(wanted.decisions.map(({ sha, subject }) => [sha, subject]));
  return findMissingEntries(changelog, wanted).map(({ sha, text }) => {
    const subject = (subjects.get(sha) ?? text).replace(/\p{Cc}/gu, '');
    return `${sha.slice(0, 7)} ${subject}`.trim();
  });
}
