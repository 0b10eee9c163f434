import type { GitHubRelease } from '@heroku-release/gh-ops';
import { check, finished, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { fixForward, publishAgain } from '../../plan/next-command.ts';
import { withDigests } from './asset-digests.ts';
import { distributionAssets, projectOf } from './distribution-assets.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { findReleaseNote } from '../../plan/release-note.ts';
import type { ReleaseNote } from '../../plan/release-note.ts';
import { releaseOfTag } from './release-of-tag.ts';
import type { Releases } from './release-of-tag.ts';

type Facts = PublishInput & { readonly tag: ReleaseTag };

interface Seen {
  readonly all: readonly GitHubRelease[];
  /**
   * Distributions of a recorded release that the index does not show with the hash of the asset; undefined when there is nothing to
   * compare.
   */
  readonly missing?: readonly string[] | undefined;
}

/**
 * How far the release is. The stage ends here when the release is public and recorded and the index shows its files: GitHub does not answer
 * for the index. One request, and one to the index for a recorded release.
 */
export const findRelease = check({
  needs: ['contents: write'],
  observe: async (facts: Facts, io: StepIo): Promise<Seen> => {
    const { services, tagName } = facts;
    const newest = await services.github.releases.list();
    const isListed = newest.length < 100 || newest.some(({ tag }) => tag === tagName);
    const older = isListed ? undefined : await services.github.releases.findPublished(tagName);
    const all = older === undefined ? newest : [...newest, older];
    const current = releaseOfTag(tagName, all);
    if (current?.draft !== false || ownNote(current, facts)?.record !== 'done') return { all };
    return { all, missing: await missingOnIndex(current, facts, io) };
  },
  decide: (facts: Facts, { all, missing }: Seen): CheckDecision<Releases> => {
    const { tagName, tag } = facts;
    const current = releaseOfTag(tagName, all);
    if (current === undefined) return settled({ current, all }, 'no release yet');
    const note = ownNote(current, facts);
    if (note === undefined) {
      return refuse(
        'RELEASE_FOREIGN',
        `a GitHub release of ${tagName} exists that this tool did not create: ${current.url}`,
        current.immutable === true
          ? fixForward(tag.version)
          : `Unless the version was released that way, delete it by hand but keep the tag: gh release delete ${tagName}. Then run publish again: ${publishAgain(tagName)}`,
      );
    }
    if (current.draft) {
      return settled({ current, all }, `a draft release with ${current.assets.length} files: ${current.url}`);
    }
    if (note.record !== 'done') {
      const record = note.record === 'intent' ? 'in doubt' : 'missing';
      return settled({ current, all }, `published, the change record is ${record}`);
    }
    if (missing?.length === 0) return finished(`released and recorded: ${current.url}`, { current, all });
    const names = missing?.join(', ') ?? 'its files';
    return settled({ current, all }, `recorded, but the index does not show ${names}`);
  },
});

/** Our note on a release; undefined when another tool or a person created it, or for another commit. Pure. */
function ownNote({ body }: GitHubRelease, { tagName, tag }: Facts): ReleaseNote | undefined {
  const note = findReleaseNote(body);
  return note?.tag === tagName && note.commit === tag.commitSha ? note : undefined;
}

async function missingOnIndex(
  release: GitHubRelease,
  { services }: Facts,
  { signal }: StepIo,
): Promise<readonly string[] | undefined> {
  const assets = distributionAssets(await withDigests(release, services.github));
  const [first] = assets;
  if (first === undefined) return undefined;
  const index = await services.publisher.listFiles(projectOf(first.name), { signal });
  return assets
    .filter(({ name, digest }) =>
      index.every(({ filename, sha256 }) => filename !== name || `sha256:${sha256 ?? ''}` !== digest),
    )
    .map(({ name }) => name);
}
