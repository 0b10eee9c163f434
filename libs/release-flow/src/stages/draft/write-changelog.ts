import { ChangelogError, detectStyle, findEditedReverts, insertSection } from '@heroku-release/changelog';
import type { ProvenSection, ChangelogStyle } from '@heroku-release/changelog';
import type { GitRepository } from '@heroku-release/git-repo';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import {
  attributeIntents,
  findOtherChangelog,
  isDefaultChangelog,
  isoDay,
  whyUnwritable,
} from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import { releaseFiles } from '../../merge/release-files.ts';
import { buildReleaseSection } from '../../merge/release-section.ts';
import type { BaseBranch } from './base-branch.ts';
import type { OwnPullRequests } from './check-in-flight.ts';
import type { DraftTarget } from './choose-version.ts';
import type { DraftInput } from './draft-input.ts';

type Facts = DraftInput & {
  readonly checkout: BaseBranch;
  readonly version: DraftTarget;
  readonly inFlight: OwnPullRequests;
};

interface Seen {
  readonly section: ProvenSection;
  /** git's own count of the range. */
  readonly counted: number;
  readonly style: ChangelogStyle['kind'];
  /** A changelog under another name, where the file of the settings is missing by default only. */
  readonly other: string | undefined;
}

/**
 * Builds this release's changelog section and proves that no commit is missing from it. Where a pull request is open, the commits on its branch
 * count too.
 */
export const writeChangelog = check({
  needs: ['contents: read'],
  observe: async (facts: Facts, { clock }: StepIo): Promise<Seen> => {
    const { services, settings, checkout, version, inFlight } = facts;
    const today = isoDay(clock.now());
    const ref = `refs/heads/${version.branch}`;
    const head = inFlight.open === undefined ? undefined : checkout.refs.get(ref)?.sha;
    const built =
      head === undefined
        ? await build(services.git, facts, today, undefined)
        : await services.git.withTemporaryObjects(async (temporary) => {
            await temporary.fetch({ ...services.remote, refs: [ref] });
            return await build(temporary, facts, today, head);
          });
    return {
      ...built,
      style: checkout.changelog === undefined ? 'new' : detectStyle(checkout.changelog).kind,
      other:
        checkout.changelog === undefined && isDefaultChangelog(settings.changelog)
          ? await findOtherChangelog(services.git, checkout.sha)
          : undefined,
    };
  },
  decide: (
    { settings, checkout, version: target }: Facts,
    { section, counted, style, other }: Seen,
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
    if (other !== undefined) {
      return refuse(
        'CHANGELOG_UNSUPPORTED',
        `${settings.changelog} would be started beside ${other}`,
        `Write the file of the changelog into the setting changelog: "${other}" if it is Markdown, or "${settings.changelog}" to start that. \`heroku-release changelog\` prints the section.`,
      );
    }
    const misplaced = whyMisplaced(checkout.changelog ?? '', section);
    if (misplaced !== undefined) {
      return refuse(
        'CHANGELOG_UNSUPPORTED',
        `${settings.changelog}: ${misplaced.message}`,
        `${misplaced.hint ?? ''} \`heroku-release changelog\` prints the section.`.trim(),
      );
    }
    const since = target.previousTag ?? 'the first commit';
    const commits = `${counted} ${counted === 1 ? 'commit' : 'commits'}`;
    const edited = findEditedReverts(checkout.changelog ?? '', section).map((line) => JSON.stringify(line));
    const kept =
      edited.length === 0 ? '' : `; reverted since, but edited by hand and kept: ${edited.join(', ')}`;
    return settled(
      section,
      `${commits} since ${since}: ${listed} listed, ${folded} folded, ${leftOut} left out${kept}`,
    );
  },
});

/** Tries the insertion, so that a section without a safe place is refused before anything is written. */
function whyMisplaced(text: string, section: ProvenSection): ChangelogError | undefined {
  try {
    insertSection(text, section);
    return undefined;
  } catch (error) {
    if (error instanceof ChangelogError && error.kind === 'refused') return error;
    throw error;
  }
}

async function build(git: GitRepository, facts: Facts, date: string, head: string | undefined) {
  const { services, settings, checkout, version: target } = facts;
  const { version, tag, previousTag } = target;
  const { sha: base, intents, project } = checkout;
  const from = previousTag === undefined ? undefined : `refs/tags/${previousTag}`;
  return await buildReleaseSection(git, {
    version,
    tag,
    tagTemplate: settings['tag-template'],
    date,
    previousTag,
    base,
    head,
    files: releaseFiles(settings, project),
    repositoryUrl: services.repositoryUrl,
    intents: await attributeIntents(git, intents, { from, to: base }),
  });
}
