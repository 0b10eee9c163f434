import { findLastRelease } from '@heroku-release/changelog';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import {
  commitTree,
  readProjectVersion,
  statedVersion,
  templateOption,
} from '@heroku-release/release-history';
import { parseVersion, tagName } from '@heroku-release/versioning';
import { refuse } from '../../errors.ts';
import { baseBeforeMerge } from '../../merge/merge-parents.ts';
import { releaseFiles } from '../../merge/release-files.ts';
import { buildReleaseSection } from '../../merge/release-section.ts';
import { reviewProblem } from './decide-review.ts';
import type { ReviewFacts } from './decide-review.ts';
import type { Subject } from './find-subject.ts';
import type { PackageInput } from './package-input.ts';

type Facts = PackageInput & { readonly release: Subject };
type Release = Exclude<Subject, { kind: 'ordinary' }>;
type Seen =
  { readonly kind: 'ordinary' | 'shallow' } | { readonly kind: 'review'; readonly facts: ReviewFacts };

/**
 * What was reviewed is what is released: version, changelog and commits agree. Every change since the last release has its entry, whether it
 * is on the base branch or on the release branch. Applies to releases and their pull requests.
 */
export const reviewRelease = check({
  needs: ['contents: read'],
  observe: async (input: Facts): Promise<Seen> => {
    const { release, services } = input;
    if (release.kind === 'ordinary') return { kind: 'ordinary' };
    if (await services.git.isShallow()) return { kind: 'shallow' };
    return { kind: 'review', facts: await readReview(input, release) };
  },
  decide: (_input: Facts, seen: Seen): CheckDecision<undefined> => {
    switch (seen.kind) {
      case 'ordinary':
        return settled(undefined, 'no release to review');
      case 'shallow':
        return refuse(
          'HISTORY_SHALLOW',
          'this is a shallow clone: the changelog cannot be checked against the commits',
          'Set fetch-depth: 0 for actions/checkout, as the workflow that heroku-release init writes does.',
        );
      case 'review': {
        const { version } = seen.facts;
        return (
          reviewProblem(seen.facts) ??
          settled(undefined, `version, changelog and commits of ${version} agree`)
        );
      }
    }
  },
});

async function readReview(input: Facts, release: Release): Promise<ReviewFacts> {
  const { services, settings, sha } = input;
  const { git } = services;
  const version = release.kind === 'release' ? release.target.version : release.version;
  const project = await readProjectVersion(commitTree(git, sha));
  const { base, head } = await parentsOfMerge(input, release);
  const tagTemplate = settings['tag-template'];
  const tags = await git.tags({ mergedInto: base });
  const { section } = await buildReleaseSection(git, {
    version,
    tag: tagName(parseVersion(version), tagTemplate),
    tagTemplate,
    date: '',
    previousTag: findLastRelease(tags, { ...templateOption(tagTemplate), version }).tag?.name,
    base,
    head,
    files: releaseFiles(settings, project),
  });
  return {
    version,
    stated: statedVersion(project),
    path: settings.changelog,
    changelog: await git.readFile(sha, settings.changelog),
    wanted: section,
  };
}

/** The base branch before the merge, and the head that was merged; for a pull request those of its test merge. */
async function parentsOfMerge(
  { services, sha }: Facts,
  release: Release,
): Promise<{ readonly base: string; readonly head: string }> {
  const { git } = services;
  const head = release.kind === 'release' ? release.target.pullRequest.headSha : release.headSha;
  if (release.kind === 'release' && (await git.resolve(head)) === undefined) {
    const { remote, target } = release;
    await git.fetch({ ...remote, refs: [`refs/pull/${target.pullRequest.number}/head`] });
  }
  const onto = await Array.fromAsync(git.log({ from: await git.mergeBase(head, `${sha}^`), to: sha }));
  const branch = await Array.fromAsync(git.log({ from: sha, to: head }));
  return { base: baseBeforeMerge(sha, onto, branch) ?? sha, head };
}
