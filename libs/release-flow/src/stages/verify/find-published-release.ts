import type { GitHubRelease } from '@heroku-release/gh-ops';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { findReleaseNote } from '../../plan/release-note.ts';
import type { ReleaseNote } from '../../plan/release-note.ts';
import { because } from './finding.ts';
import type { Finding, Found } from './finding.ts';
import type { TagUnderTest } from './find-version-tag.ts';
import type { VerifyInput } from './verify-input.ts';

/** The published GitHub release, and the note of this tool on it. */
export interface ReleaseUnderTest extends Found {
  readonly current: GitHubRelease | undefined;
  readonly note: ReleaseNote | undefined;
}

type Facts = VerifyInput & { readonly tag: TagUnderTest };

/** The published GitHub release of the tag, with our note of the same tag and commit. One request. */
export const findPublishedRelease = check({
  needs: ['contents: read'],
  observe: async ({ services, tagName }: Facts) => await services.github.releases.findPublished(tagName),
  decide: (facts: Facts, current: GitHubRelease | undefined): CheckDecision<ReleaseUnderTest> => {
    const note = current === undefined ? undefined : findReleaseNote(current.body);
    const found = { current, note, findings: findingsOf(facts, current, note) };
    return settled(found, because(`published: ${current?.url ?? ''}`, found));
  },
});

function findingsOf(
  { tagName, tag: { tag } }: Facts,
  current: GitHubRelease | undefined,
  note: ReleaseNote | undefined,
): Finding[] {
  if (current === undefined) {
    return [{ kind: 'missing', text: `there is no published GitHub release of ${tagName}` }];
  }
  if (note === undefined) {
    return [
      {
        kind: 'different',
        text: `the GitHub release of ${tagName} was not made by this tool: it has no note`,
      },
    ];
  }
  if (note.tag === tagName && note.commit === tag.commitSha) return [];
  const [noted, actual] = [note.commit.slice(0, 7), tag.commitSha.slice(0, 7)];
  const text = `the note on the GitHub release is of ${note.tag} on ${noted}, the tag ${tagName} is on ${actual}`;
  return [{ kind: 'different', text }];
}
