import { finished } from '@heroku-release/release-kit';
import type { Finished, Refuse } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import type { PackageRun } from './create-tag-input.ts';

/** Where the packaged commit is. */
export interface BranchFacts {
  readonly run: Pick<PackageRun, 'id' | 'headSha' | 'headBranch'>;
  /** As the default branch names them. */
  readonly baseBranches: readonly string[];
  readonly defaultBranch: string;
  /** Whether the branch of the run contains the commit now. */
  readonly onBranch: boolean;
  /** Whether a release pull request of this repository was merged as this commit, into whatever branch. */
  readonly releaseMerged: boolean;
}

/** Whether the run packaged a commit of a base branch; undefined when it did. Otherwise nothing is tagged. Pure. */
export function decideBranch(facts: BranchFacts): Finished<never> | Refuse | undefined {
  const { run, baseBranches, defaultBranch, onBranch, releaseMerged } = facts;
  const branch = run.headBranch ?? '(none)';
  const commit = run.headSha.slice(0, 7);
  if (!baseBranches.includes(branch)) {
    const because = `${branch} is not a base branch`;
    if (!releaseMerged) return finished(`not a release: ${because}`);
    return refuse(
      'RELEASE_MERGE_INVALID',
      `${commit} is a release merge on ${branch}, but ${because}: ${defaultBranch} names ${baseBranches.join(', ')}`,
      `Nothing is tagged. If releases are made from ${branch}, add it to base-branches on ${defaultBranch}, then run: heroku-release create-tag --run ${run.id}`,
    );
  }
  if (onBranch) return undefined;
  return refuse(
    'RELEASE_MERGE_INVALID',
    `${commit} is not on ${branch}: the branch was moved back, or the run belongs to a tag of that name`,
    `Nothing is tagged. Draft the release again from ${branch} with heroku-release draft, and merge the pull request it opens.`,
  );
}
