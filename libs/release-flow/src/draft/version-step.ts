import { findLastRelease } from '@heroku-release/changelog';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { parseTagName, releaseBranchName, tagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { canonical, isNewer, nextVersion, sameVersion } from './bump-request.ts';
import type { DraftContext, DraftTarget, DraftTools } from './context.ts';
import { known } from '../known.ts';

interface Seen {
  readonly next: Version;
  readonly current: Version;
  readonly taken: boolean;
  /** Whether the previous version given by hand has a tag; true when none was given. */
  readonly previousTagged: boolean;
  readonly target: DraftTarget;
}

/** Which version comes next, and which tag it follows. */
export function versionStep(tools: DraftTools): Step<DraftContext, Seen, never> {
  return {
    name: 'version',
    needs: ['contents: read'],
    observe: async ({ request, settings, base }) => {
      const { current, refs, sha } = known(base, 'the base branch');
      const template = settings['tag-template'];
      const next = nextVersion(request.bump, current, request.previous);
      const tag = tagName(next, template);
      const previous = request.previous === undefined ? undefined : tagName(request.previous, template);
      const merged = await tools.git.tags({ mergedInto: sha });
      // Tags are taken from the remote's list: a tag that only this checkout has is not a release.
      const published = merged.filter(({ name }) => refs.has(`refs/tags/${name}`));
      const last = previous ?? findLastRelease(published, { template, version: canonical(next) }).tag?.name;
      return {
        next,
        current,
        taken: refs.has(`refs/tags/${tag}`),
        previousTagged: previous === undefined || refs.has(`refs/tags/${previous}`),
        target: {
          version: canonical(next),
          tag,
          branch: releaseBranchName(next, settings['branch-template']),
          ...(last === undefined ? {} : { previousTag: last }),
        },
      };
    },
    decide: ({ request, settings }, value) => {
      const { next, current, taken, previousTagged, target } = value as Seen;
      if (taken) {
        return new Refuse(
          'VERSION_TAGGED',
          `${target.tag} exists: a version is released once and its tag never moves`,
          'Draft the next version. A bad release is fixed by a new one.',
        );
      }
      if (!previousTagged && request.previous !== undefined) {
        const tag = tagName(request.previous, settings['tag-template']);
        return new Refuse(
          'PREVIOUS_UNTAGGED',
          `the previous version ${canonical(request.previous)} has no tag ${tag}`,
          'Name a version that was released, or leave it out to start from the last release.',
        );
      }
      const last =
        target.previousTag === undefined
          ? undefined
          : parseTagName(target.previousTag, settings['tag-template']);
      if (last !== undefined && !isNewer(next, last)) {
        return new Refuse(
          'VERSION_NOT_NEWER',
          `${target.version} is not newer than the last release ${target.previousTag ?? ''}`,
          'Draft a newer version.',
        );
      }
      if (isNewer(current, next) && request.base === undefined) {
        return new Refuse(
          'VERSION_NOT_NEWER',
          `${target.version} is older than ${canonical(current)}, the version on this branch`,
          'Name the maintenance branch it belongs to with --base.',
        );
      }
      const from = sameVersion(current, next)
        ? 'stated in the tree, not tagged yet'
        : `after ${canonical(current)}`;
      return settled(`${target.version}, ${from}; changes since ${target.previousTag ?? 'the first commit'}`);
    },
    act: () => Promise.reject(new Error('version has nothing to do')),
    learn: (context, seen) => ({ ...context, target: seen.target }),
  };
}
