import type { GitHubRelease } from '@heroku-release/gh-ops';
import { act, effect, PLANNED, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, Refuse, StepIo } from '@heroku-release/release-kit';
import { compareVersions, parseTagName, parseVersion } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import { fixForward, publishAgain } from '../../plan/next-command.ts';
import { withDigests } from './asset-digests.ts';
import { decideAssets, holdsExactly } from './decide-assets.ts';
import { planHash } from './tested-files.ts';
import type { TestedFiles } from './tested-files.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import { findReleaseNote, withReleaseNote } from '../../plan/release-note.ts';
import { latestRelease } from './release-of-tag.ts';
import type { ReleaseSoFar } from './release-of-tag.ts';

type Facts<Release> = PublishInput &
  ReleaseSoFar<Release> & { readonly tag: ReleaseTag; readonly artifact: TestedFiles };

/**
 * The draft release becomes public, and its note states that the change record is about to be written; so does the note of a release that
 * a person published. One request.
 */
export const publishRelease = effect({
  needs: ['contents: write'],
  irreversible: true,
  observe: async (facts: Facts<GitHubRelease | Planned>, { again }: StepIo) => {
    const release = latestRelease(facts);
    if (!again || release === undefined || release === PLANNED) return release;
    return await facts.services.github.releases.get(release.id);
  },
  decide: (
    _facts: Facts<GitHubRelease | Planned>,
    release: GitHubRelease | Planned | undefined,
  ): EffectDecision<GitHubRelease, undefined> => {
    if (release === undefined || release === PLANNED || release.draft) {
      return act(undefined, 'the release is a draft', 'the GitHub release is public');
    }
    const record = findReleaseNote(release.body)?.record;
    if (record === 'intent' || record === 'done') return settled(release, `published: ${release.url}`);
    return act(
      undefined,
      'the release was published by hand; its note does not mention the change record',
      'noted on the release that its change record begins',
    );
  },
  act: async (_action: undefined, facts: Facts<GitHubRelease>): Promise<GitHubRelease | Refuse> => {
    const { services, tagName, tag, artifact } = facts;
    const release = latestRelease(facts);
    // Run alone, no other step has checked that the release is complete; once public it may be immutable.
    const problem = await incomplete(release, artifact, services);
    if (release === undefined || problem !== undefined) {
      const isFrozen = release?.immutable === true;
      return refuse(
        'ASSETS_DIFFER',
        `the GitHub release of ${tagName} ${problem ?? 'does not exist'}`,
        isFrozen ? fixForward(tag.version) : `Complete it first: ${publishAgain(tagName)}`,
      );
    }
    const note = { tag: tagName, commit: tag.commitSha, record: 'intent' as const, plan: planHash(artifact) };
    const body = withReleaseNote(release.body, note);
    const changes = release.draft ? { draft: false, body, makeLatest: isLatest(facts) } : { body };
    return await services.github.releases.update(release.id, changes);
  },
});

/** Why the release does not hold the tested files; undefined when it does, or when it is immutable and only incomplete. */
async function incomplete(
  release: GitHubRelease | undefined,
  { files }: TestedFiles,
  { github }: PublishInput['services'],
): Promise<string | undefined> {
  if (release === undefined) return undefined;
  const decision = decideAssets(files, await withDigests(release, github));
  const ok = release.immutable === true ? decision.different.length === 0 : holdsExactly(decision);
  return ok ? undefined : 'does not hold exactly the tested files';
}

/** Whether this is the newest stable version: a back-port must not take "latest" away from it. Pure. */
function isLatest({ tag, artifact, release }: Facts<GitHubRelease>): boolean {
  if (artifact.plan.prerelease) return false;
  const version = parseVersion(tag.version);
  return release.all
    .filter((other) => !other.draft && !other.prerelease)
    .map((other) => parseTagName(other.tag, tag.settings['tag-template']))
    .every((other) => other === undefined || compareVersions(version, other) >= 0);
}
