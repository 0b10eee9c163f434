import { buildSection, detectStyle } from '@heroku-release/changelog';
import type { ChangelogSection, ChangelogStyle } from '@heroku-release/changelog';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { isoDay } from '../iso-time.ts';
import { attributeIntents } from '../history/read-intent-files.ts';
import type { DraftContext, DraftTools } from './context.ts';
import { known } from '../known.ts';
import { whyUnwritable } from '../unwritable-changelog.ts';

const UNWRITABLE_HINT =
  'Name a Markdown file with the setting changelog; a new one is begun where there is none. `heroku-release changelog` prints the section.';

interface Seen {
  readonly section: ChangelogSection;
  /** git's own count of the range. */
  readonly counted: number;
  readonly style: ChangelogStyle['kind'];
}

/** Builds this release's changelog section and proves that no commit is missing from it. */
export function changelogStep(tools: DraftTools): Step<DraftContext, Seen, never> {
  const { git } = tools;
  return {
    name: 'changelog',
    needs: ['contents: read'],
    observe: async ({ base, target }, { clock }) => {
      const { sha, changelog, intents } = known(base, 'the base branch');
      const { version, tag, previousTag } = known(target, 'the target');
      const range = { ...(previousTag === undefined ? {} : { from: `refs/tags/${previousTag}` }), to: sha };
      const section = buildSection({
        version,
        tag,
        date: isoDay(clock.now()),
        commits: await Array.fromAsync(git.log(range)),
        repositoryUrl: tools.repositoryUrl,
        intents: await attributeIntents(git, intents, range),
        ...(previousTag === undefined ? {} : { previousTag }),
      });
      return {
        section,
        counted: await git.count(range),
        style: changelog === undefined ? 'new' : detectStyle(changelog).kind,
      };
    },
    decide: ({ settings, target }, value) => {
      const { section, counted, style } = value as Seen;
      const { listed, folded, leftOut } = section.counts;
      if (listed + folded + leftOut !== counted) {
        return new Refuse(
          'CHANGELOG_INCOMPLETE',
          `${listed} listed + ${folded} folded + ${leftOut} left out is not ${counted}, the number of commits`,
          'This is a defect of heroku-release; please report it with the repository.',
        );
      }
      const why = whyUnwritable(style);
      if (why !== undefined) {
        return new Refuse('CHANGELOG_UNSUPPORTED', `${settings.changelog} ${why}`, UNWRITABLE_HINT);
      }
      const since = known(target, 'the target').previousTag ?? 'the first commit';
      return settled(
        `${counted} ${counted === 1 ? 'commit' : 'commits'} since ${since}: ${listed} listed, ${folded} folded, ${leftOut} left out`,
      );
    },
    act: () => Promise.reject(new Error('changelog has nothing to do')),
    learn: (context, seen) => ({ ...context, section: seen.section }),
  };
}
