import { GitHubError } from '@heroku-release/gh-ops';
import { DEFAULT_SETTINGS } from '@heroku-release/release-history';
import { isCodedError, KitError } from '@heroku-release/release-kit';
import { releasePullRequests } from '../../merge/release-merge.ts';
import type { CreateTagServices, PackageRun } from './create-tag-input.ts';

/** Why a run is not one of this repository's own packaging; anybody may start the workflow file. Pure. */
export function foreignRun(run: PackageRun, services: CreateTagServices): string | undefined {
  if (run.path !== `.github/workflows/${services.packageWorkflow}`) return `the run is of ${run.path}`;
  if (run.event !== 'push') return `the run was started by ${run.event}, not by a push`;
  if (run.headRepository?.toLowerCase() !== services.repository.toLowerCase()) {
    return `the run is of ${run.headRepository ?? 'a deleted repository'}`;
  }
  return undefined;
}

/**
 * Why a run is not one of a release although its tree cannot be read: package failed over the same tree, and no release branch was
 * merged. Undefined when that is not so. One request.
 */
export async function unreadableTree(
  error: unknown,
  run: PackageRun,
  { github, repository }: CreateTagServices,
): Promise<string | undefined> {
  if (run.conclusion === 'success' || !isCodedError(error)) return undefined;
  if (error instanceof GitHubError || error instanceof KitError) return undefined;
  // Its settings cannot be read either.
  const pulls = await github.pulls.listOfCommit(run.headSha);
  const release = { pullRequests: pulls, repository, settings: DEFAULT_SETTINGS };
  if (releasePullRequests(release).length > 0) return undefined;
  return `the run ended with ${run.conclusion ?? 'nothing'}: ${error.message}`;
}
