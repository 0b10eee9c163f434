import { buildSection, detectStyle } from '@heroku-release/changelog';
import type { ProvenSection, ChangelogStyle } from '@heroku-release/changelog';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import { attributeIntents, isoDay, whyUnwritable } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import type { BaseBranch } from './base-branch.ts';
import type { DraftTarget } from './choose-version.ts';
import type { DraftInput } from './draft-input.ts';

type Facts = DraftInput & { readonly checkout: BaseBranch; readonly version: DraftTarget };

interface Seen {
  readonly section: ProvenSection;
  /** git's own count of the range. */
  readonly counted: number;
  readonly style: ChangelogStyle['kind'];
}

/** Builds this release's changelog section and proves that no commit is missing from it. */
export const writeChangelog = check({
  needs: ['contents: read'],
  observe: async ({ services, checkout, version: target }: Facts, { clock }: StepIo): Promise<Seen> => {
    const { git, repositoryUrl } = services;
    const { version, tag, previousTag } = target;
    const range = {
      from: previousTag === undefined ? undefined : `refs/tags/${previousTag}`,
      to: checkout.sha,
    };
    const section = buildSection({
      version,
      tag,
      date: isoDay(clock.now()),
      commits: await Array.fromAsync(git.log(range)),
      repositoryUrl,
      intents: await attributeIntents(git, checkout.intents, range),
      previousTag,
    });
    return {
      section,
      counted: await git.count(range),
      style: checkout.changelog === undefined ? 'new' : detectStyle(checkout.changelog).kind,
    };
  },
  decide: (
    { settings, version: target }: Facts,
    { section, counted, style }: Seen,
  ): CheckDecision<ProvenSection> => {
    const { listed, folded, leftOut } = section.counts;
    if (listed + folded + leftOut !== counted) {
      return refuse(
        'CHANGELOG_INCOMPLETE',
        `${listed} listed + ${folded} folded + ${leftOut} left out is not ${counted}, the number of commits`,
        'This is a defect of heroku-release; please report it with the repository.',
      );
    }
    const why = whyUnwritable(style);
    if (why !== undefined) {
      return refuse(
        'CHANGELOG_UNSUPPORTED',
        `${settings.changelog} ${why}`,
        'Name a Markdown file in the setting changelog; a missing one is created. `heroku-release changelog` prints the section.',
      );
    }
    const since = target.previousTag ?? 'the first commit';
    const commits = `${counted} ${counted === 1 ? 'commit' : 'commits'}`;
    return settled(
      section,
      `${commits} since ${since}: ${listed} listed, ${folded} folded, ${leftOut} left out`,
    );
  },
});
