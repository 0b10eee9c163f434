import type { ReleaseMerge } from '@heroku-release/gh-ops';
import { check, finished, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import {
  announcedVersions,
  readProjectVersion,
  readSettings,
  type Settings,
  statedVersion,
  textTree,
  versionIn,
  versionOrigin,
  versionPaths,
} from '@heroku-release/release-history';
import { parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import { waitForAssociation } from '../../merge/association-wait.ts';
import { decideReleaseMerge } from '../../merge/release-merge.ts';
import type { ReleaseMergeTarget, ReleaseMergeVerdict } from '../../merge/release-merge.ts';
import type { CreateTagInput, CreateTagServices, PackageRun } from './create-tag-input.ts';
import { reviewedDifference } from './reviewed-difference.ts';

/** The merge of a release. */
export interface MergedRelease {
  readonly merge: ReleaseMerge;
  readonly target: ReleaseMergeTarget;
}

type Seen =
  /** The run does not belong to a release: another workflow, event, branch or repository. */
  | { readonly kind: 'foreign'; readonly because: string }
  | {
      readonly kind: 'merge';
      readonly merge: ReleaseMerge;
      readonly settings: Settings;
      readonly verdict: ReleaseMergeVerdict;
      /** What differs between the merge and the head that was reviewed; undefined when nothing does. */
      readonly difference: string | undefined;
    };

const FILES = ['pyproject.toml', 'heroku-release.toml', 'CHANGELOG.md'];

/**
 * Whether the packaged commit is the merge of a release pull request, and whether what was merged is what was reviewed. One request,
 * and one more for a project whose version or changelog is in other files; no checkout.
 */
export const findRelease = check({
  needs: ['contents: read', 'pull-requests: read'],
  observe: async ({ services, run }: CreateTagInput): Promise<Seen> => {
    const because = foreignRun(run, services);
    if (because !== undefined) return { kind: 'foreign', because };
    const { merge, settings } = await readMerge(services, run.headSha);
    const stated = statedVersion(await readProjectVersion(textTree(merge.files)));
    const version = stated === undefined ? undefined : parseVersion(stated);
    const verdict = await judge(run, services, { merge, settings, version });
    const difference =
      verdict.kind === 'release'
        ? await reviewedDifference({ merge, settings, version, target: verdict.target })
        : undefined;
    return { kind: 'merge', merge, settings, verdict, difference };
  },
  decide: ({ run }: CreateTagInput, seen: Seen): CheckDecision<MergedRelease> => {
    if (seen.kind === 'foreign') return finished(`not a release: ${seen.because}`);
    const { merge, settings, verdict, difference } = seen;
    switch (verdict.kind) {
      case 'ordinary':
        return finished(`not a release: ${verdict.because}`);
      case 'unassociated':
        return waitForAssociation(run.headSha, verdict.because, settings);
      case 'invalid':
        return refuse(
          'RELEASE_MERGE_INVALID',
          `this looks like a release but is not one: ${verdict.problems.join('; ')}`,
          'Nothing is tagged. Draft the release with heroku-release draft, and merge the pull request it opens.',
        );
      case 'release': {
        const { target } = verdict;
        const { number } = target.pullRequest;
        if (difference !== undefined) {
          return refuse(
            'REVIEWED_DIFFERS',
            `${difference} at the merge is not what was reviewed in #${number}`,
            `Draft it again: heroku-release draft ${target.version}. The tag goes on that merge.`,
          );
        }
        return settled({ merge, target }, `${target.version}, merged by pull request #${number}`);
      }
    }
  },
});

/** Why a run is not a run of Package Library for a push to this repository: forks can run the workflow file too. Pure. */
function foreignRun(run: PackageRun, services: CreateTagServices): string | undefined {
  if (run.path !== `.github/workflows/${services.packageWorkflow}`) return `the run belongs to ${run.path}`;
  if (run.event !== 'push') return `the run was started by ${run.event}, not by a push`;
  if (run.headRepository?.toLowerCase() !== services.repository.toLowerCase()) {
    return `the run belongs to ${run.headRepository ?? 'a deleted repository'}`;
  }
  return run.conclusion === 'success' ? undefined : `the run ended with ${run.conclusion ?? 'nothing'}`;
}

/** Reads the merge with every file that is compared with the review. The first answer shows which files these are. */
async function readMerge(
  { github, env }: CreateTagServices,
  sha: string,
): Promise<{ readonly merge: ReleaseMerge; readonly settings: Settings }> {
  const merge = await github.pulls.getReleaseMerge({ sha, files: FILES });
  const settings = await readSettings(textTree(merge.files), env);
  const origin = versionOrigin(merge.files.get('pyproject.toml'));
  const files = new Set([...FILES, settings.changelog, ...versionPaths(origin)]);
  if (files.size === FILES.length) return { merge, settings };
  return { merge: await github.pulls.getReleaseMerge({ sha, files: [...files] }), settings };
}

async function judge(
  run: PackageRun,
  { repository }: CreateTagServices,
  at: { readonly merge: ReleaseMerge; readonly settings: Settings; readonly version: Version | undefined },
): Promise<ReleaseMergeVerdict> {
  const { merge, settings, version } = at;
  const { files, parentFiles, pullRequests } = merge;
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
