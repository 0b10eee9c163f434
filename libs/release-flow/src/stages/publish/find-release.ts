import type { GitHubRelease } from '@heroku-release/gh-ops';
import { check, finished, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { findReleaseNote } from './release-note.ts';
import { releaseOfTag } from './release-of-tag.ts';
import type { Releases } from './release-of-tag.ts';

type Facts = PublishInput & { readonly tag: ReleaseTag };

/** How far the release is on GitHub; ends the stage when it is published and recorded. One request. */
export const findRelease = check({
  needs: ['contents: write'],
  observe: async ({ services, tagName }: Facts): Promise<readonly GitHubRelease[]> => {
    const releases = await services.github.releases.list();
    if (releases.length < 100 || releases.some(({ tag }) => tag === tagName)) return releases;
    const older = await services.github.releases.findPublished(tagName);
    return older === undefined ? releases : [...releases, older];
  },
  decide: ({ tagName, tag }: Facts, all: readonly GitHubRelease[]): CheckDecision<Releases> => {
    const current = releaseOfTag(tagName, all);
    if (current === undefined) return settled({ current, all }, 'no release yet');
    const note = findReleaseNote(current.body);
    if (note?.tag !== tagName || note.commit !== tag.commitSha) {
      return refuse(
        'RELEASE_FOREIGN',
        `a GitHub release of ${tagName} exists that this tool did not create: ${current.url}`,
        'Delete it if it is a draft that nobody needs; a published one is released already.',
      );
    }
    if (current.draft) {
      return settled({ current, all }, `a draft release with ${current.assets.length} files: ${current.url}`);
    }
    if (note.record === 'done') return finished(`released and recorded: ${current.url}`, { current, all });
    const record = note.record === 'intent' ? 'in doubt' : 'missing';
    return settled({ current, all }, `published, the change record is ${record}`);
  },
});
