import { check, finished, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { formatVersion, parseReleaseBranchName } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import { waitForAssociation } from '../../merge/association-wait.ts';
import { decideReleaseMerge } from '../../merge/release-merge.ts';
import type { ReleaseMergeTarget, ReleaseMergeVerdict } from '../../merge/release-merge.ts';
import { findMergeBelowTip, type MergeBelowTip, treeSigns } from './merge-below-tip.ts';
import type { RemoteAccess } from '../../world/remote-access.ts';
import type { PackageEvent, PackageInput } from './package-input.ts';

/** The commit that is packaged: the merge of a release, a release under review, or anything else. */
export type Subject =
  | { readonly kind: 'release'; readonly target: ReleaseMergeTarget; readonly remote: RemoteAccess }
  | { readonly kind: 'review'; readonly version: string; readonly headSha: string }
  | { readonly kind: 'ordinary' };

type Seen =
  | Exclude<ReleaseMergeVerdict, { kind: 'release' }>
  | MergeBelowTip
  | { readonly kind: 'review'; readonly version: string; readonly headSha: string; readonly because: string }
  | {
      readonly kind: 'release';
      readonly target: ReleaseMergeTarget;
      readonly remote: RemoteAccess;
      /** The release's tag is on this commit: its files are fixed. */
      readonly tagged: boolean;
    };

/**
 * Whether this push is the merge of a release. No request for a pull request, one for a push to a base branch; more only when a release
 * merge may be below the tip of the push.
 */
export const findSubject = check({
  needs: ['contents: read', 'pull-requests: read'],
  observe: async (input: PackageInput): Promise<Seen> => {
    const { event } = input;
    switch (event.kind) {
      case 'local':
        return { kind: 'ordinary', because: 'a local run does not decide on a release' };
      case 'pull-request':
        return observePullRequest(event, input);
      case 'push':
        return await observePush(event, input);
    }
  },
  decide: ({ sha, settings }: PackageInput, seen: Seen): CheckDecision<Subject> => {
    switch (seen.kind) {
      case 'ordinary':
        return settled({ kind: 'ordinary' }, `not a release: ${seen.because}`);
      case 'review':
        return settled(seen, `not a release: ${seen.because}`);
      case 'unassociated':
        return waitForAssociation(sha, seen.because, settings);
      case 'invalid':
        return refuse(
          'RELEASE_MERGE_INVALID',
          `this looks like a release but is not one: ${seen.problems.join('; ')}`,
          'Draft the release with heroku-release draft, and merge the pull request it opens.',
        );
      case 'below-tip': {
        const { version, pullRequest } = seen.target;
        const [merge, tip] = [seen.sha, sha].map((commit) => commit.slice(0, 7));
        return refuse(
          'RELEASE_MERGE_INVALID',
          `pull request #${pullRequest.number} for ${version} was merged as ${merge}, below ${tip} in the same push: only the tip of a push is packaged and tagged`,
          `Draft it again: heroku-release draft ${version}, and merge its pull request alone. The tag goes on that merge.`,
        );
      }
      case 'release': {
        const { version, tag, pullRequest } = seen.target;
        if (seen.tagged) return finished(`${tag} is on this commit: its files are fixed`, seen);
        return settled(seen, `the release of ${version}, pull request #${pullRequest.number}`);
      }
    }
  },
});

function observePullRequest(
  event: Extract<PackageEvent, { kind: 'pull-request' }>,
  { settings, services }: PackageInput,
): Seen {
  const { number, headRef, headSha, headRepository } = event;
  const version = parseReleaseBranchName(headRef, settings['branch-template']);
  const own = headRepository?.toLowerCase() === services.repository.toLowerCase();
  if (version === undefined || !own) return { kind: 'ordinary', because: `pull request #${number}` };
  const reviewed = formatVersion(version);
  return { kind: 'review', version: reviewed, headSha, because: `pull request #${number} for ${reviewed}` };
}

async function observePush(
  event: Extract<PackageEvent, { kind: 'push' }>,
  input: PackageInput,
): Promise<Seen> {
  const { settings, services } = input;
  const { branch, before, after, github, remote } = event;
  if (!settings['base-branches'].includes(branch)) {
    return { kind: 'ordinary', because: `${branch} is not a base branch` };
  }
  const signs = await treeSigns(input, { before, after });
  const verdict = decideReleaseMerge({
    ...signs,
    sha: after,
    repository: services.repository,
    settings,
    pullRequests: await github.pulls.listOfCommit(after),
  });
  if (verdict.kind !== 'release') return (await findMergeBelowTip(event, input, signs)) ?? verdict;
  const { target } = verdict;
  const tagged = (await services.git.resolve(`refs/tags/${target.tag}`)) === after;
  return { kind: 'release', target, remote, tagged };
}
