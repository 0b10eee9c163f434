import { announcedVersions, commitTree, versionIn } from '@heroku-release/release-history';
import { compareVersions } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { decideReleaseMerge } from '../../merge/release-merge.ts';
import type { ReleaseMergeFacts, ReleaseMergeTarget } from '../../merge/release-merge.ts';
import type { PackageEvent, PackageInput } from './package-input.ts';

type Push = Extract<PackageEvent, { kind: 'push' }>;

/** What was pushed below the tip. */
export type MergeBelowTip =
  /** A release merge, which nothing packages. */
  | { readonly kind: 'below-tip'; readonly sha: string; readonly target: ReleaseMergeTarget }
  /** A commit that looks like one, and that GitHub links to no pull request: it may still come. */
  | { readonly kind: 'unassociated'; readonly because: string };

/** The signs of a release that a tree shows against the tree before it. */
export type TreeSigns = Pick<ReleaseMergeFacts, 'version' | 'versionBefore' | 'announces'>;

/** Reads the signs of a release in a commit against an earlier one. No request. */
export async function treeSigns(
  { services: { git }, settings }: PackageInput,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<TreeSigns> {
  // The commit before a new branch is all zeros; the one before a force-push may be gone. Every old section would look new then.
  const known = !/^0+$/.test(before) && (await git.resolve(before)) !== undefined;
  const version = await versionIn(commitTree(git, after));
  const versionBefore = known ? await versionIn(commitTree(git, before)) : undefined;
  if (version !== undefined || !known) return { version, versionBefore };
  const text = async (sha: string) => await git.readFile(sha, settings.changelog);
  return {
    version,
    versionBefore,
    announces: announcedVersions(await text(before), await text(after)).length > 0,
  };
}

/**
 * Looks for a release merge among the commits of a push below its tip: a merge queue merges several pull requests with one push, and
 * people push several commits at once. One request for each commit there that changed the version; normally there is none.
 */
export async function findMergeBelowTip(
  push: Push,
  input: PackageInput,
  signs: TreeSigns,
): Promise<MergeBelowTip | undefined> {
  if (!signed(signs) || (await input.services.git.resolve(push.before)) === undefined) return undefined;
  const commits = await Array.fromAsync(input.services.git.log({ from: push.before, to: push.after }));
  const parents = new Map(commits.map((commit) => [commit.sha, commit.parents]));
  let unassociated: MergeBelowTip | undefined;
  for (const { sha, parent } of mainline(push.after, parents).slice(1)) {
    const own = await treeSigns(input, { before: parent, after: sha });
    if (!signed(own)) continue;
    const verdict = decideReleaseMerge({
      ...own,
      sha,
      repository: input.services.repository,
      settings: input.settings,
      pullRequests: await push.github.pulls.listOfCommit(sha),
    });
    if (verdict.kind === 'release') return { kind: 'below-tip', sha, target: verdict.target };
    if (verdict.kind === 'unassociated') {
      unassociated ??= { kind: 'unassociated', because: `${sha.slice(0, 7)}: ${verdict.because}` };
    }
  }
  return unassociated;
}

/** The commits that were the tip of the branch one after the other, newest first, with the tip before each. Pure. */
function mainline(
  tip: string,
  parents: ReadonlyMap<string, readonly string[]>,
): readonly { readonly sha: string; readonly parent: string }[] {
  const line: { sha: string; parent: string }[] = [];
  for (let sha: string | undefined = tip; sha !== undefined;) {
    const parent: string | undefined = parents.get(sha)?.[0];
    if (parent !== undefined) line.push({ sha, parent });
    sha = parent;
  }
  return line;
}

function signed({ version, versionBefore, announces = false }: TreeSigns): boolean {
  return announces || differ(version, versionBefore);
}

function differ(one: Version | undefined, other: Version | undefined): boolean {
  return one !== undefined && other !== undefined && compareVersions(one, other) !== 0;
}
