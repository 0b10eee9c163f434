import type { GitHubTag } from '@heroku-release/gh-ops';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { parseTagMessage } from '../../plan/tag-message.ts';
import type { TagOrigin } from '../../plan/tag-message.ts';
import { because } from './finding.ts';
import type { Finding, Found } from './finding.ts';
import type { VerifyInput } from './verify-input.ts';

/** The version tag, and the run and artifact that its message names. */
export interface TagUnderTest extends Found {
  readonly tag: GitHubTag;
  readonly origin: TagOrigin | undefined;
}

/** The tag: annotated, with a message that names the tested files. Two requests. */
export const findVersionTag = check({
  needs: ['contents: read'],
  observe: async ({ services, tagName }: VerifyInput) => await services.github.tags.findByRest(tagName),
  decide: ({ services, tagName }: VerifyInput, tag: GitHubTag | undefined): CheckDecision<TagUnderTest> => {
    if (tag === undefined) {
      return refuse(
        'TAG_MISSING',
        `${services.repository} has no tag ${tagName}`,
        `Check the version, or see how far it is: heroku-release status ${tagName}`,
      );
    }
    const origin = parseTagMessage(tag.message ?? '');
    const found = { tag, origin, findings: findingsOf(tag, origin) };
    const run = origin === undefined ? '' : `, names run ${origin.runId} and artifact ${origin.artifactId}`;
    return settled(found, because(`${tagName} is on ${tag.commitSha.slice(0, 7)}${run}`, found));
  },
});

function findingsOf({ name, annotated }: GitHubTag, origin: TagOrigin | undefined): Finding[] {
  if (!annotated) return [{ kind: 'different', text: `the tag ${name} is not annotated` }];
  if (origin !== undefined) return [];
  return [{ kind: 'different', text: `the message of ${name} does not name the files that were tested` }];
}
