import { buildSection, findLastRelease } from '@heroku-release/changelog';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { releaseBranchName, tagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import type { BumpRequest } from './bump-request.ts';
import { countedFrom, requestedVersion } from '../version-source/current-version.ts';
import { canonical, isNewer, sameVersion } from './bump-request.ts';
import { bumpOfSuggestion } from '../history/coming-version.ts';
import { suggestRelease } from '../history/suggest-release.ts';
import { tagNamesOf, templateOption, versionOfTag } from '../history/tag-template.ts';
import type { BaseBranch, DraftContext, DraftRequest, DraftTarget, DraftTools } from './context.ts';
import { known } from '../known.ts';
import { versionEdits } from './release-commit.ts';

/** Nothing asks for a release, though the draft was to find out which. */
interface NoRelease {
  readonly since: string | undefined;
}

interface Seen {
  readonly next: Version;
  readonly current: Version | undefined;
  /** The tag that the version already has. */
  readonly taken: string | undefined;
  /** Whether the previous version given by hand has a tag; true when none was given. */
  readonly previousTagged: boolean;
  readonly target: DraftTarget;
  /** Why `auto` chose this version. */
  readonly because: string | undefined;
}

/** Which version comes next, and which tag it follows. */
export function versionStep(tools: DraftTools): Step<DraftContext, Seen | NoRelease, never> {
  return {
    name: 'version',
    needs: ['contents: read'],
    observe: async ({ request, settings, base }) => {
      const branch = known(base, 'the base branch');
      const { current, refs, sha } = branch;
      const template = settings['tag-template'];
      const tagOf = (version: Version) =>
        tagNamesOf(version, template).find((name) => refs.has(`refs/tags/${name}`));
      const given = request.previous === undefined ? undefined : tagOf(request.previous);
      const previous =
        request.previous === undefined ? undefined : (given ?? tagName(request.previous, template));
      const merged = await tools.git.tags({ mergedInto: sha });
      // Tags are taken from the remote's list: a tag that only this checkout has is not a release.
      const published = merged.filter(({ name }) => refs.has(`refs/tags/${name}`));
      const wish = await chooseBump(tools, request, branch, {
        tag: previous ?? findLastRelease(published, templateOption(template)).tag?.name,
        tagged: previous === undefined || given !== undefined,
        template,
      });
      if ('since' in wish) return wish;
      const next = requestedVersion(wish.bump, request.previous ?? current);
      const tag = tagName(next, template);
      const older = { ...templateOption(template), version: canonical(next) };
      const last = previous ?? findLastRelease(published, older).tag?.name;
      return {
        next,
        current,
        taken: tagOf(next),
        previousTagged: previous === undefined || given !== undefined,
        target: {
          version: canonical(next),
          tag,
          branch: releaseBranchName(next, settings['branch-template']),
          ...(last === undefined ? {} : { previousTag: last }),
        },
        because: wish.because,
      };
    },
    decide: (context, value) => {
      const { request, settings } = context;
      const seen = value as Seen | NoRelease;
      if ('since' in seen) {
        return new Refuse(
          'NOTHING_TO_RELEASE',
          `nothing since ${seen.since ?? 'the first commit'} asks for a release`,
          'Look at heroku-release changelog --explain; to release all the same, name the bump: draft patch',
        );
      }
      const { next, current, taken, previousTagged, target, because } = seen;
      if (taken !== undefined) {
        return new Refuse(
          'VERSION_TAGGED',
          `${taken} exists: a version is released once and its tag never moves`,
          'Draft the next version. A bad release is fixed by a new one.',
        );
      }
      if (!previousTagged && request.previous !== undefined) {
        const tag = tagName(request.previous, settings['tag-template']);
        return new Refuse(
          'PREVIOUS_UNTAGGED',
          `the previous version ${canonical(request.previous)} has no tag ${tag}`,
          'Name a version that was released, or leave it out to start from the last release.',
        );
      }
      const last =
        target.previousTag === undefined
          ? undefined
          : versionOfTag(target.previousTag, settings['tag-template']);
      if (last !== undefined && !isNewer(next, last)) {
        return new Refuse(
          'VERSION_NOT_NEWER',
          `${target.version} is not newer than the last release ${target.previousTag ?? ''}`,
          'Draft a newer version.',
        );
      }
      if (current !== undefined && isNewer(current, next) && request.base === undefined) {
        return new Refuse(
          'VERSION_NOT_NEWER',
          `${target.version} is older than ${canonical(current)}, the version on this branch`,
          'Name the maintenance branch it belongs to with --base.',
        );
      }
      const edits = versionEdits({ ...context, target });
      if (edits.kind === 'refused') {
        return new Refuse(
          'VERSION_FILE_DIFFERS',
          `the version must stand exactly once where it is repeated: ${edits.problems.join('; ')}`,
          'Correct the file, or its pattern in the setting version-files, on the base branch.',
        );
      }
      const from = describeStart(current, next);
      const why = because === undefined ? '' : ` (${because})`;
      return settled(
        `${target.version}${why}, ${from}; changes since ${target.previousTag ?? 'the first commit'}`,
      );
    },
    act: () => Promise.reject(new Error('version has nothing to do')),
    learn: (context, seen) => ('since' in seen ? context : { ...context, target: seen.target }),
  };
}

/** The tag that the changes are counted from. */
interface LastTag {
  readonly tag: string | undefined;
  /** Whether the remote has it; a previous version given by hand may have none. */
  readonly tagged: boolean;
  readonly template: string;
}

/** The bump that was asked for, or with `auto` the one that the changes since the last release ask for. */
async function chooseBump(
  { git }: DraftTools,
  { bump, previous }: DraftRequest,
  base: BaseBranch,
  last: LastTag,
): Promise<{ readonly bump: BumpRequest; readonly because: string | undefined } | NoRelease> {
  if (bump.kind !== 'auto') return { bump, because: undefined };
  // A previous version without a tag is refused below whatever the bump.
  const from = last.tag === undefined || !last.tagged ? {} : { from: `refs/tags/${last.tag}` };
  const start = countedFrom(previous ?? base.current, 'auto');
  const current = canonical(start);
  const section = buildSection({
    version: current,
    date: '',
    commits: await Array.fromAsync(git.log({ ...from, to: base.sha })),
  });
  const suggestion = suggestRelease(section, base.intents, current);
  const released = last.tag === undefined ? undefined : versionOfTag(last.tag, last.template);
  const chosen = bumpOfSuggestion(suggestion, start, previous ?? released);
  return chosen === undefined ? { since: last.tag } : { bump: chosen, because: suggestion.because };
}

function describeStart(current: Version | undefined, next: Version): string {
  if (current === undefined) return 'the first version';
  return sameVersion(current, next) ? 'stated in the tree, not tagged yet' : `after ${canonical(current)}`;
}
