import { buildSection } from '@heroku-release/changelog';
import type { Intent, ProvenSection } from '@heroku-release/changelog';
import type { Commit, GitRepository } from '@heroku-release/git-repo';
import { versionOfTag } from '@heroku-release/release-history';
import { formatVersion } from '@heroku-release/versioning';
import { readReleaseCommits } from './release-commits.ts';
import type { ReleaseFiles } from './release-files.ts';

/** A release whose changelog section is built. */
export interface ReleaseSectionRequest {
  /** Canonical. */
  readonly version: string;
  readonly tag: string;
  readonly tagTemplate: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The last release's tag; undefined for the first release. */
  readonly previousTag: string | undefined;
  /** The tip of the base branch. */
  readonly base: string;
  /** The tip of the release branch; undefined where there is none yet. */
  readonly head: string | undefined;
  readonly files: ReleaseFiles;
  readonly repositoryUrl?: string | undefined;
  readonly intents?: readonly Intent[] | undefined;
}

/** The section of a release and git's own count of its commits. */
export interface ReleaseSection {
  readonly section: ProvenSection;
  readonly counted: number;
}

/**
 * Builds the section that a release must have: every commit since the last release on the base branch and on the release branch, however the
 * two are merged. Commits of the release branch are left out only when they change nothing but the files of a release, and so are commits
 * since the last release whose words announce a release.
 */
export async function buildReleaseSection(
  git: GitRepository,
  request: ReleaseSectionRequest,
): Promise<ReleaseSection> {
  const { previousTag, base, head, files } = request;
  const from = previousTag === undefined ? undefined : `refs/tags/${previousTag}`;
  const range = { from, to: base };
  const onBase = await Array.fromAsync(git.log(range));
  const branch = head === undefined ? undefined : { from: base, to: head };
  const onBranch = branch === undefined ? [] : await Array.fromAsync(git.log(branch));
  const counted = (await git.count(range)) + (branch === undefined ? 0 : await git.count(branch));
  const versions = [request.version, previousVersion(request)];
  const known =
    branch === undefined
      ? new Map<string, boolean>()
      : await readReleaseCommits(git, { commits: onBranch, range: branch, files, versions });
  const build = () => buildJoined(request, onBase, onBranch, known);
  const section = build();
  if (previousTag === undefined) return { section, counted };
  const announcements = section.decisions.filter(
    ({ sha, outcome, reason, parents }) =>
      outcome === 'left-out' &&
      (reason === 'release' || reason === 'changelog') &&
      parents.length > 0 &&
      !known.has(sha),
  );
  for (const { sha } of announcements) {
    if (known.has(sha)) continue;
    const merged = { from: `${sha}^`, to: sha };
    const commits = await Array.fromAsync(git.log(merged));
    const found = await readReleaseCommits(git, { commits, range: merged, files, versions });
    for (const [commit, only] of found) known.set(commit, only);
  }
  return { section: announcements.length === 0 ? section : build(), counted };
}

function previousVersion({ previousTag, tagTemplate }: ReleaseSectionRequest): string {
  const version = previousTag === undefined ? undefined : versionOfTag(previousTag, tagTemplate);
  return version === undefined ? '' : formatVersion(version);
}

/** Stands for the merge of the release branch, which may not exist yet; it is not counted. */
const MERGE = '0'.repeat(40);

function buildJoined(
  request: ReleaseSectionRequest,
  onBase: readonly Commit[],
  onBranch: readonly Commit[],
  onlyRelease: ReadonlyMap<string, boolean>,
): ProvenSection {
  const { version, tag, date, base, head = base, previousTag, repositoryUrl, intents } = request;
  const merge = { sha: MERGE, parents: [base, head], subject: 'Release v1.0.0', body: '' };
  const joined = onBranch.length === 0 ? [] : [merge, ...onBranch];
  const section = buildSection({
    version,
    tag,
    date,
    commits: [...joined, ...onBase],
    repositoryUrl,
    intents,
    previousTag,
    onlyRelease,
  });
  // The commits of the branch may get other ids by the merge; those of the base branch stay.
  if (joined.length === 0) return { ...section, countedTo: base };
  const { counts } = section;
  return {
    ...section,
    countedTo: base,
    counts: { ...counts, leftOut: counts.leftOut - 1, total: counts.total - 1 },
    decisions: section.decisions.filter(({ sha }) => sha !== MERGE),
  };
}
