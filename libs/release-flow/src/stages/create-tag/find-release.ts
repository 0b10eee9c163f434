import type { ReleaseMerge } from '@heroku-release/gh-ops';
import { check, finished, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import {
  announcedVersions,
  readProjectVersion,
  statedVersion,
  textTree,
  versionIn,
} from '@heroku-release/release-history';
import { parseVersion } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import { waitForAssociation } from '../../merge/association-wait.ts';
import { decideReleaseMerge, releasePullRequests } from '../../merge/release-merge.ts';
import type { ReleaseMergeTarget, ReleaseMergeVerdict } from '../../merge/release-merge.ts';
import { decideBranch } from './branch-of-run.ts';
import { changedSinceReview } from './changed-since-review.ts';
import type { CreateTagInput, CreateTagServices, PackageRun } from './create-tag-input.ts';
import { foreignRun, unreadableTree } from './foreign-run.ts';
import { decidePackageEnd } from './package-end.ts';
import { type PackagedMerge, readMerge } from './read-merge.ts';

/** The merge of a release. */
export interface MergedRelease {
  readonly merge: ReleaseMerge;
  readonly target: ReleaseMergeTarget;
}

type Seen =
  /** The run does not belong to a release: another workflow, event or repository. */
  | { readonly kind: 'foreign'; readonly because: string }
  | {
      readonly kind: 'merge';
      readonly packaged: PackagedMerge;
      readonly verdict: ReleaseMergeVerdict;
      /** Whether the branch of the run contains the commit. */
      readonly onBranch: boolean;
    };

/**
 * Whether the packaged commit is the merge of a release pull request into a base branch, and whether what was merged is what was
 * reviewed. One request; one more for a project whose version or changelog is in other files, and for a release whose branch has moved
 * on. No checkout.
 */
export const findRelease = check({
  needs: ['contents: read', 'pull-requests: read'],
  observe: async ({ services, run }: CreateTagInput): Promise<Seen> => {
    const because = foreignRun(run, services);
    if (because !== undefined) return { kind: 'foreign', because };
    try {
      const packaged = await readMerge(services, run);
      const verdict = await judge(run, services, packaged);
      const onBranch = verdict.kind === 'release' && (await isOnBranch(run, services, packaged));
      return { kind: 'merge', packaged, verdict, onBranch };
    } catch (error) {
      const unreadable = await unreadableTree(error, run, services);
      if (unreadable === undefined) throw error;
      return { kind: 'foreign', because: unreadable };
    }
  },
  decide: (input: CreateTagInput, seen: Seen): CheckDecision<MergedRelease> => {
    if (seen.kind === 'foreign') return finished(`not a release: ${seen.because}`);
    const { packaged, verdict } = seen;
    const { settings } = packaged;
    if (verdict.kind === 'ordinary') return finished(`not a release: ${verdict.because}`);
    const branch = branchDecision(input, seen);
    if (branch !== undefined) return branch;
    switch (verdict.kind) {
      case 'unassociated':
        return waitForAssociation(input.run.headSha, verdict.because, settings);
      case 'invalid':
        return refuse(
          'RELEASE_MERGE_INVALID',
          `this looks like a release but is not one: ${verdict.problems.join('; ')}`,
          'Nothing is tagged. Draft the release with heroku-release draft, and merge the pull request it opens.',
        );
      case 'release':
        return decideRelease(input.run, packaged, verdict.target);
    }
  },
});

async function judge(
  run: PackageRun,
  { repository }: CreateTagServices,
  { merge, settings }: PackagedMerge,
): Promise<ReleaseMergeVerdict> {
  const { files, parentFiles, pullRequests } = merge;
  const stated = statedVersion(await readProjectVersion(textTree(files)));
  const version = stated === undefined ? undefined : parseVersion(stated);
  const announced = announcedVersions(parentFiles.get(settings.changelog), files.get(settings.changelog));
  return decideReleaseMerge({
    sha: run.headSha,
    repository,
    settings,
    version,
    versionBefore: await versionIn(textTree(parentFiles)),
    announces: version === undefined && announced.length > 0,
    pullRequests,
  });
}

async function isOnBranch(
  { headSha }: PackageRun,
  { github }: CreateTagServices,
  { merge: { branchSha } }: PackagedMerge,
): Promise<boolean> {
  if (branchSha === undefined || branchSha === headSha) return branchSha === headSha;
  return await github.pulls.isReachable(headSha, { from: branchSha });
}

function branchDecision({ run, services }: CreateTagInput, seen: Extract<Seen, { kind: 'merge' }>) {
  const { packaged, verdict, onBranch } = seen;
  const { merge, settings } = packaged;
  const claims = releasePullRequests({ ...merge, repository: services.repository, settings });
  return decideBranch({
    run,
    baseBranches: settings['base-branches'],
    defaultBranch: merge.defaultBranch?.name ?? 'the default branch',
    onBranch: onBranch || verdict.kind !== 'release',
    releaseMerged: claims.some(({ pullRequest }) => pullRequest.mergeCommitSha === run.headSha),
  });
}

function decideRelease(
  run: PackageRun,
  { merge, releaseFiles }: PackagedMerge,
  target: ReleaseMergeTarget,
): CheckDecision<MergedRelease> {
  const { version, tag, pullRequest } = target;
  const published = merge.releases.some((release) => release.tag === tag && !release.draft);
  const ended = published ? undefined : decidePackageEnd(run, version);
  if (ended !== undefined) return ended;
  const reviewed = merge.pullRequests.find(({ number }) => number === pullRequest.number)?.fileIds;
  const changed = changedSinceReview(releaseFiles, {
    reviewed: reviewed ?? new Map(),
    merged: merge.fileIds,
  });
  if (changed.length > 0) {
    return refuse(
      'REVIEWED_DIFFERS',
      `not what was reviewed in #${pullRequest.number}: ${changed.join(', ')} at the merge`,
      `Draft it again: heroku-release draft ${version}. The tag goes on that merge.`,
    );
  }
  return settled({ merge, target }, `${version}, merged by pull request #${pullRequest.number}`);
}
