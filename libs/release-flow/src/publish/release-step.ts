import type { GitHubRelease } from '@heroku-release/gh-ops';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { PublishContext, PublishTools } from './context.ts';
import { findReleaseNote } from './release-note.ts';

/** How far the release is on GitHub; ends the stage when it is out and recorded. One request. */
export function releaseStep(tools: PublishTools): Step<PublishContext, readonly GitHubRelease[], never> {
  return {
    name: 'release',
    needs: ['contents: write'],
    observe: async ({ tagName }) => {
      const releases = await tools.github.releases();
      if (releases.length < 100 || releases.some(({ tag }) => tag === tagName)) return releases;
      const older = await tools.github.findReleaseByTag(tagName);
      return older === undefined ? releases : [...releases, older];
    },
    decide: (context, value) => {
      const releases = value as readonly GitHubRelease[];
      const release = releaseOf(context.tagName, releases);
      if (release === undefined) return settled('no release yet');
      const note = findReleaseNote(release.body);
      const { commitSha } = known(context.tag, 'the tag');
      if (note?.tag !== context.tagName || note.commit !== commitSha) {
        return new Refuse(
          'RELEASE_FOREIGN',
          `a GitHub release of ${context.tagName} exists that this tool did not make: ${release.url}`,
          'Delete it if it is a draft nobody needs; a published one is released already.',
        );
      }
      if (release.draft)
        return settled(`a draft release with ${release.assets.length} files: ${release.url}`);
      if (note.record === 'done')
        return settled(`released and recorded: ${release.url}`, { endsStage: true });
      return settled(`released, the change record is ${note.record === 'intent' ? 'in doubt' : 'missing'}`);
    },
    act: () => Promise.reject(new Error('release has nothing to do')),
    learn: (context, releases) => {
      const release = releaseOf(context.tagName, releases);
      return { ...context, releases, ...(release === undefined ? {} : { release }) };
    },
  };
}

/**
 * The release that counts for a tag: the published one, else the draft with the most files, else the oldest. Several drafts of
 * one tag can stand side by side after a lost answer.
 */
export function releaseOf(tag: string, releases: readonly GitHubRelease[]): GitHubRelease | undefined {
  const [first] = releases
    .filter((release) => release.tag === tag)
    .sort((a, b) => Number(a.draft) - Number(b.draft) || b.assets.length - a.assets.length || a.id - b.id);
  return first;
}
