import { readSection } from '@heroku-release/changelog';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { commitTree, readProjectVersion, statedVersion } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import type { Subject } from './find-subject.ts';
import type { PackageInput } from './package-input.ts';

type Facts = PackageInput & { readonly release: Subject };

interface Review {
  readonly version: string;
  /** The version in the tree; undefined where only the tag will state it. */
  readonly stated: string | undefined;
  readonly section: string | undefined;
  /** Commits that reached the base branch after the draft: the changelog does not list them. */
  readonly uncounted: number;
}

/** What was reviewed is what is released: version, changelog and commits agree. Applies to releases and their pull requests. */
export const reviewRelease = check({
  needs: ['contents: read'],
  observe: async ({ services, settings, sha, release }: Facts): Promise<Review | undefined> => {
    if (release.kind === 'ordinary') return undefined;
    const { git } = services;
    const version = release.kind === 'release' ? release.target.version : release.version;
    const changelog = await git.readFile(sha, settings.changelog);
    return {
      version,
      stated: statedVersion(await readProjectVersion(commitTree(git, sha))),
      section: changelog === undefined ? undefined : readSection(changelog, version),
      uncounted: await uncountedCommits(git, sha, release),
    };
  },
  decide: ({ settings }: Facts, review: Review | undefined): CheckDecision<undefined> => {
    if (review === undefined) return settled(undefined, 'no release to review');
    const { version, stated, section, uncounted } = review;
    const repair = `Draft it again: heroku-release draft ${version}`;
    if (stated !== undefined && stated !== version) {
      return refuse('VERSION_MISMATCH', `the tree states ${stated}, the branch is for ${version}`, repair);
    }
    if (section === undefined || section.trim() === '') {
      return refuse(
        'CHANGELOG_INCOMPLETE',
        `${settings.changelog} has no section for ${version}, or an empty one`,
        repair,
      );
    }
    if (uncounted > 0) {
      return refuse(
        'COMMITS_UNCOUNTED',
        `${uncounted} commits came to the base branch after the draft and are in no changelog`,
        repair,
      );
    }
    return settled(undefined, `version, changelog and commits of ${version} agree`);
  },
});

/** Commits between the base the draft was made on and the base it was merged into. */
async function uncountedCommits(
  git: PackageInput['services']['git'],
  sha: string,
  release: Exclude<Subject, { kind: 'ordinary' }>,
): Promise<number> {
  const commits = await Array.fromAsync(git.log({ from: `${sha}^`, to: sha }));
  const base = commits.find((commit) => commit.sha === sha)?.parents[0];
  if (base === undefined) return 0;
  const head = release.kind === 'release' ? release.target.pullRequest.headSha : release.headSha;
  if (release.kind === 'release' && (await git.resolve(head)) === undefined) {
    const { remote, target } = release;
    await git.fetch({ ...remote, refs: [`refs/pull/${target.pullRequest.number}/head`] });
  }
  const drafted = await git.mergeBase(head, base);
  return drafted === undefined ? 0 : await git.count({ from: drafted, to: base });
}
