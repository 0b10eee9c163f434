import { readSection } from '@heroku-release/changelog';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { readProjectVersion, statedVersion } from '../version-source/project-version.ts';
import { commitTree } from '../version-source/read-tree.ts';
import type { PackageContext, PackageTools } from './context.ts';

interface Seen {
  readonly version: string;
  /** The version in the tree; undefined where the tag alone will tell it. */
  readonly stated: string | undefined;
  readonly section: string | undefined;
  /** Commits that came to the base branch after the draft: the changelog does not know them. */
  readonly uncounted: number;
}

/** What was reviewed is what is released: version, changelog and commits agree. Applies to releases and their pull requests. */
export function reviewStep(tools: PackageTools): Step<PackageContext, Seen | undefined, never> {
  const { git } = tools;
  return {
    name: 'review',
    needs: ['contents: read'],
    observe: async ({ release, reviewing, settings, sha, event }) => {
      const version = release?.version ?? reviewing;
      if (version === undefined) return undefined;
      const changelog = await git.readFile(sha, settings.changelog);
      const head =
        release === undefined
          ? event.kind === 'pull-request'
            ? event.headSha
            : sha
          : release.pullRequest.headSha;
      return {
        version,
        stated: statedVersion(await readProjectVersion(commitTree(git, sha))),
        section: changelog === undefined ? undefined : readSection(changelog, version),
        uncounted: await uncountedCommits(tools, sha, head, release?.pullRequest.number),
      };
    },
    decide: ({ settings }, value) => {
      const seen = value as Seen | undefined;
      if (seen === undefined) return settled('no release to review');
      const repair = `Draft it again: heroku-release draft ${seen.version}`;
      if (seen.stated !== undefined && seen.stated !== seen.version) {
        return new Refuse(
          'VERSION_MISMATCH',
          `the tree states ${seen.stated}, the branch is for ${seen.version}`,
          repair,
        );
      }
      if (seen.section === undefined || seen.section.trim() === '') {
        return new Refuse(
          'CHANGELOG_INCOMPLETE',
          `${settings.changelog} has no section for ${seen.version}, or an empty one`,
          repair,
        );
      }
      if (seen.uncounted > 0) {
        return new Refuse(
          'COMMITS_UNCOUNTED',
          `${seen.uncounted} commits came to the base branch after the draft and are in no changelog`,
          repair,
        );
      }
      return settled(`version, changelog and commits of ${seen.version} agree`);
    },
    act: () => Promise.reject(new Error('review has nothing to do')),
    learn: (context) => context,
  };
}

/** Commits between the base the draft was made on and the base it was merged into. */
async function uncountedCommits(
  { git, token }: PackageTools,
  sha: string,
  head: string,
  pullRequest: number | undefined,
): Promise<number> {
  const parents = (await Array.fromAsync(git.log({ from: `${sha}^`, to: sha }))).find(
    (commit) => commit.sha === sha,
  )?.parents;
  const base = parents?.[0];
  if (base === undefined) return 0;
  if ((await git.resolve(head)) === undefined && pullRequest !== undefined) {
    const access = token === undefined ? {} : { token };
    await git.fetch({ remote: 'origin', refs: [`refs/pull/${pullRequest}/head`], ...access });
  }
  const drafted = await git.mergeBase(head, base);
  return drafted === undefined ? 0 : await git.count({ from: drafted, to: base });
}
