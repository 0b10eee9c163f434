import { buildSection, findLastRelease } from '@heroku-release/changelog';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import {
  type BumpRequest,
  bumpOfSuggestion,
  canonical,
  countedFrom,
  isNewer,
  requestedVersion,
  sameVersion,
  suggestRelease,
  tagNamesOf,
  templateOption,
  type VersionEdits,
  versionOfTag,
} from '@heroku-release/release-history';
import { releaseBranchName, tagName } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import { releasedTags } from './base-branch.ts';
import type { BaseBranch } from './base-branch.ts';
import type { DraftInput } from './draft-input.ts';
import { versionEdits } from './version-edits.ts';

/** The release to draft. */
export interface DraftTarget {
  /** Canonical. */
  readonly version: string;
  readonly tag: string;
  readonly branch: string;
  /** The last release's tag; undefined for the first release. */
  readonly previousTag: string | undefined;
  /** New texts of the files that hold or repeat the version. */
  readonly files: ReadonlyMap<string, string>;
}

type Facts = DraftInput & { readonly checkout: BaseBranch };

type Seen =
  /** With `auto`: nothing since that tag asks for a release. */
  | { readonly kind: 'nothing'; readonly since: string | undefined }
  | {
      readonly kind: 'version';
      readonly next: Version;
      /** The tag that this version already has. */
      readonly taken: string | undefined;
      /** Whether the previous version given by hand has a tag; true when none was given. */
      readonly previousTagged: boolean;
      readonly previousTag: string | undefined;
      readonly edits: VersionEdits;
      /** Why `auto` chose this version. */
      readonly because: string | undefined;
    };

/** Which version comes next, and which tag it follows. */
export const chooseVersion = check({
  needs: ['contents: read'],
  observe: async ({ services, request, settings, checkout }: Facts): Promise<Seen> => {
    const { current, refs, sha } = checkout;
    const template = settings['tag-template'];
    const tagOf = (version: Version) =>
      tagNamesOf(version, template).find((name) => refs.has(`refs/tags/${name}`));
    const given = request.previous === undefined ? undefined : tagOf(request.previous);
    const previous =
      request.previous === undefined ? undefined : (given ?? tagName(request.previous, template));
    const previousTagged = request.previous === undefined || given !== undefined;
    const released = await releasedTags(services.git, sha, refs);
    const last = previous ?? findLastRelease(released, templateOption(template)).tag?.name;
    const chosen = await chooseBump(
      { services, request, settings, checkout },
      { tag: last, tagged: previousTagged },
    );
    if (chosen === undefined) return { kind: 'nothing', since: last };
    const next = requestedVersion(chosen.bump, request.previous ?? current);
    const older = { ...templateOption(template), version: canonical(next) };
    return {
      kind: 'version',
      next,
      taken: tagOf(next),
      previousTagged,
      previousTag: previous ?? findLastRelease(released, older).tag?.name,
      edits: versionEdits(checkout, settings, canonical(next)),
      because: chosen.because,
    };
  },
  decide: ({ request, settings, checkout }: Facts, seen: Seen): CheckDecision<DraftTarget> => {
    if (seen.kind === 'nothing') {
      return refuse(
        'NOTHING_TO_RELEASE',
        `nothing since ${seen.since ?? 'the first commit'} asks for a release`,
        'heroku-release changelog --explain shows why. To release all the same, name the bump: heroku-release draft patch',
      );
    }
    const { next, taken, previousTagged, previousTag, edits, because } = seen;
    const { current } = checkout;
    const version = canonical(next);
    const template = settings['tag-template'];
    if (taken !== undefined) {
      return refuse(
        'VERSION_TAGGED',
        `${taken} exists: a version is released once and its tag never moves`,
        'Draft the next version. A bad release is fixed by a new one.',
      );
    }
    if (!previousTagged && request.previous !== undefined) {
      return refuse(
        'PREVIOUS_UNTAGGED',
        `the previous version ${canonical(request.previous)} has no tag ${tagName(request.previous, template)}`,
        'Name a version that was released, or leave it out to start from the last release.',
      );
    }
    const last = previousTag === undefined ? undefined : versionOfTag(previousTag, template);
    if (last !== undefined && !isNewer(next, last)) {
      return refuse(
        'VERSION_NOT_NEWER',
        `${version} is not newer than the last release ${previousTag ?? ''}`,
        'Draft a newer version.',
      );
    }
    if (current !== undefined && isNewer(current, next) && request.base === undefined) {
      return refuse(
        'VERSION_NOT_NEWER',
        `${version} is older than ${canonical(current)}, the version on this branch`,
        'Name the maintenance branch it belongs to with --base.',
      );
    }
    if (edits.kind === 'refused') {
      return refuse(
        'VERSION_FILE_DIFFERS',
        `every file that repeats the version must hold it exactly once: ${edits.problems.join('; ')}`,
        'Correct the file, or its pattern in the setting version-files, on the base branch.',
      );
    }
    const why = because === undefined ? '' : ` (${because})`;
    return settled(
      {
        version,
        tag: tagName(next, template),
        branch: releaseBranchName(next, settings['branch-template']),
        previousTag,
        files: edits.files,
      },
      `${version}${why}, ${describeStart(current, next)}; changes since ${previousTag ?? 'the first commit'}`,
    );
  },
});

/** The bump that was asked for, or with `auto` the one that the changes since the last release ask for; undefined for none. */
async function chooseBump(
  { services, request, settings, checkout }: Facts,
  last: { readonly tag: string | undefined; readonly tagged: boolean },
): Promise<{ readonly bump: BumpRequest; readonly because: string | undefined } | undefined> {
  const { bump, previous } = request;
  if (bump.kind !== 'auto') return { bump, because: undefined };
  // A previous version without a tag is refused below whatever the bump.
  const from = last.tag === undefined || !last.tagged ? undefined : `refs/tags/${last.tag}`;
  const start = countedFrom(previous ?? checkout.current, 'auto');
  const current = canonical(start);
  const commits = await Array.fromAsync(services.git.log({ from, to: checkout.sha }));
  const section = buildSection({ version: current, date: '', commits });
  const suggestion = suggestRelease(section, checkout.intents, current);
  const released = last.tag === undefined ? undefined : versionOfTag(last.tag, settings['tag-template']);
  const chosen = bumpOfSuggestion(suggestion, start, previous ?? released);
  return chosen === undefined ? undefined : { bump: chosen, because: suggestion.because };
}

function describeStart(current: Version | undefined, next: Version): string {
  if (current === undefined) return 'the first version';
  return sameVersion(current, next) ? 'stated in the tree, not tagged yet' : `after ${canonical(current)}`;
}
