import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { compareVersions, parseTagName, parseVersion } from '@heroku-release/versioning';
import { known } from '../known.ts';
import type { LocalFile, PublishContext, PublishTools } from './context.ts';
import { decideAssets } from './decide-assets.ts';
import { withReleaseNote } from './release-note.ts';

interface Seen {
  readonly release: GitHubRelease | undefined;
}

interface Publish {
  readonly tag: string;
  /** In plan mode there may be none yet. */
  readonly release: GitHubRelease | undefined;
  readonly files: readonly LocalFile[];
  readonly body: string;
  readonly latest: boolean;
}

/** The draft release becomes public, and its note says that the change record is about to be written. One request. */
export function publishReleaseStep(tools: PublishTools): Step<PublishContext, Seen, Publish> {
  return {
    name: 'publish-release',
    needs: ['contents: write'],
    irreversible: true,
    observe: async ({ release }, { look }) => ({
      release: look === 0 || release === undefined ? release : await tools.github.release(release.id),
    }),
    decide: (context, value) => {
      const { release } = value as Seen;
      if (release?.draft === false) return settled(`published: ${release.url}`);
      const note = {
        tag: context.tagName,
        commit: known(context.tag, 'the tag').commitSha,
        record: 'intent' as const,
      };
      const body = withReleaseNote(release?.body ?? '', note);
      const files = known(context.localFiles, 'the files');
      const action = { tag: context.tagName, release, files, body, latest: isLatest(context) };
      return act(action, 'the release is a draft', 'the GitHub release is public');
    },
    act: async ({ tag, release, files, body, latest }) => {
      // Run alone, nothing else has looked whether the draft is whole; once public it may be immutable.
      if (release === undefined || decideAssets(files, release.assets).kind !== 'equal') {
        return new Refuse(
          'ASSETS_DIFFER',
          `the draft release of ${tag} ${release === undefined ? 'does not exist' : 'does not hold exactly the tested files'}`,
          `Complete it first: heroku-release publish ${tag} --only draft`,
        );
      }
      const changes = { draft: false, body, makeLatest: latest };
      return { release: await tools.github.updateRelease(release.id, changes) };
    },
    learn: (context, { release }) => (release === undefined ? context : { ...context, release }),
  };
}

/** Whether this is the newest stable version: a back-port must not take "latest" away from it. Pure. */
function isLatest(context: PublishContext): boolean {
  const version = parseVersion(known(context.version, 'the version'));
  if (known(context.plan, 'the plan').prerelease) return false;
  const template = known(context.settings, 'the settings')['tag-template'];
  return (context.releases ?? [])
    .filter((release) => !release.draft && !release.prerelease)
    .map((release) => parseTagName(release.tag, template))
    .every((other) => other === undefined || compareVersions(version, other) >= 0);
}
