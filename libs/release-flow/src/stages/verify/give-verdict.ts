import { check, Fail, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { formatVersion, parseTagName } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import type { Judgement } from './judge.ts';
import type { PlanUnderTest } from './read-published-plan.ts';
import type { VerifyInput } from './verify-input.ts';

type Facts = VerifyInput & { readonly plan: PlanUnderTest; readonly comparison: Judgement };

/** Ends the stage: settled when all is the same, refused when not, failed when a service did not answer. No request. */
export const giveVerdict = check({
  needs: [],
  observe: () => Promise.resolve(undefined),
  decide: (facts: Facts): CheckDecision<undefined> => {
    const { verdict, problems, rows, unread } = facts.comparison;
    const because = problems.join('; ');
    if (verdict === 'different') return refuse('RELEASE_DIFFERS', because, hintOf(facts));
    if (verdict === 'missing') {
      return refuse(
        'RELEASE_INCOMPLETE',
        because,
        `See what is left to do: heroku-release status ${facts.tagName}`,
      );
    }
    if (unread !== undefined) return new Fail(unread);
    return settled(undefined, `${rows.length} files: plan = GitHub release = index`);
  },
});

function hintOf({ tagName, plan: { plan } }: Facts): string {
  const parsed = parseTagName(tagName, plan?.settings['tag-template']);
  const version = parsed === undefined ? tagName : formatVersion(parsed);
  return (
    `Do not install ${version} before a person has found out why. If it is not what was tested: yank it on the index, ` +
    'and release a new version with heroku-release draft patch'
  );
}
