import type { PullRequest, WorkflowRun } from '@heroku-release/gh-ops';
import { compareVersions, formatVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { draftNext, publishAgain } from '../plan/next-command.ts';
import type { StageDocument } from '../report/report-document.ts';
import type { UnfinishedRelease } from '../stages/draft/in-flight.ts';
import { WORKFLOWS } from '../world/workflows.ts';

/** How long after a merge its run of package may not be listed yet. */
const RUN_IS_LISTED_MS = 10 * 60_000;

/** The next step of a tagged version, from what publish found in a dry run. Pure. */
export function afterDryRun(publish: StageDocument, tag: string, version: string): string {
  const error = publish.steps.find((step) => step.error !== undefined)?.error;
  if (publish.outcome === 'nothing-to-do') return 'nothing';
  if (error === undefined) return publishAgain(tag);
  const { hint = '' } = error;
  if (hint.includes(draftNext(version))) return draftNext(version);
  // What failed was a read; every refusal has a hint that names one thing to do.
  return error.kind === 'refused' ? firstOf(hint) : `heroku-release status ${version}`;
}

/** The first thing that a hint asks for; once it is done, status shows the rest. Pure. */
function firstOf(hint: string): string {
  return hint.split(/[.,] then /i, 1)[0] ?? hint;
}

/** Whether publish refuses a tag because this tool never began its release. Pure. */
export function isForeign({ steps }: StageDocument): boolean {
  const codes = ['RELEASE_FOREIGN', 'TAG_UNKNOWN'];
  return steps.some(({ error }) => error !== undefined && codes.includes(error.code));
}

/**
 * The next step of a merged version without a tag, by the newest run of package for its merge. A run that failed is run again once; after
 * that the version is drafted again, which always works. Pure.
 */
export function afterMerge(
  { mergedAt, mergeCommitSha = '' }: PullRequest,
  runs: readonly WorkflowRun[],
  version: string,
  now: number,
): string {
  const draftAgain = `heroku-release draft ${version}`;
  const run = runs.toSorted((a, b) => b.id - a.id).at(0);
  if (run === undefined) {
    const isRecent = mergedAt !== undefined && now - Date.parse(mergedAt) < RUN_IS_LISTED_MS;
    return isRecent ? `gh run list --workflow ${WORKFLOWS.package} --commit ${mergeCommitSha}` : draftAgain;
  }
  if (run.conclusion === undefined) return `gh run watch ${run.id}`;
  // The end of a successful run starts Create Tag.
  return run.conclusion === 'success' || run.attempt === 1 ? `gh run rerun ${run.id}` : draftAgain;
}

/** The next step of a version without a tag and without a merged pull request. Pure. */
export function beforeMerge(
  version: Version,
  {
    unfinished,
    newest,
  }: { readonly unfinished: readonly UnfinishedRelease[]; readonly newest: Version | undefined },
): string {
  const own = unfinished.find((release) => compareVersions(release.version, version) === 0);
  if (own !== undefined) return `review and merge ${own.pullRequest.url}`;
  const [other] = unfinished;
  if (other !== undefined) return `heroku-release status ${formatVersion(other.version)}`;
  const isNewer = newest === undefined || compareVersions(version, newest) > 0;
  return isNewer ? `heroku-release draft ${formatVersion(version)}` : 'heroku-release status';
}
