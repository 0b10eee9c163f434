import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { parseVersion } from '@heroku-release/versioning';
import { canonical, sameVersion } from './bump-request.ts';
import type { DraftContext, DraftTools } from './context.ts';
import { known } from '../known.ts';
import { unfinishedReleases } from './in-flight.ts';
import type { UnfinishedRelease } from './in-flight.ts';

/** No new release starts while one is unfinished. One request. */
export function inFlightStep(tools: DraftTools): Step<DraftContext, readonly UnfinishedRelease[], never> {
  return {
    name: 'in-flight',
    needs: ['contents: read', 'pull-requests: read'],
    observe: async ({ settings, base }) => {
      const { branch, refs } = known(base, 'the base branch');
      const tags = [...refs.keys()].flatMap((ref) => (ref.startsWith('refs/tags/') ? [ref.slice(10)] : []));
      return unfinishedReleases({
        answer: await tools.github.findReleasesInFlight({ baseBranch: branch }),
        repository: tools.repository,
        branchTemplate: settings['branch-template'],
        tagTemplate: settings['tag-template'],
        tags: new Set(tags),
      });
    },
    decide: ({ target }, value) => {
      const unfinished = value as readonly UnfinishedRelease[];
      const { version } = known(target, 'the target');
      const own = unfinished.find((release) => sameVersion(release.version, parseVersion(version)));
      if (own?.state === 'open') {
        const { number, url } = own.pullRequest;
        return settled(`the pull request #${number} for ${version} is open: ${url}`, { endsStage: true });
      }
      const other = unfinished.find((release) => release !== own);
      if (other !== undefined) {
        const its = canonical(other.version);
        return new Refuse(
          'RELEASE_IN_FLIGHT',
          `the release of ${its} is not finished (${other.state}, pull request #${other.pullRequest.number})`,
          other.state === 'open'
            ? `Merge it, or close it and delete its branch: ${other.pullRequest.url}`
            : `Finish it first: heroku-release status ${its} says how far it is.`,
        );
      }
      return settled(
        own === undefined ? 'no release is in flight' : `${version} was merged and is drafted again`,
      );
    },
    act: () => Promise.reject(new Error('in-flight has nothing to do')),
    learn: (context, seen) => {
      const { version } = known(context.target, 'the target');
      const own = seen.find(
        (release) => release.state === 'open' && sameVersion(release.version, parseVersion(version)),
      );
      return own === undefined ? context : { ...context, pullRequest: own.pullRequest };
    },
  };
}
