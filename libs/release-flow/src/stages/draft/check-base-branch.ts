import type { GitRepository, RemoteRef } from '@heroku-release/git-repo';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { readBaseBranch } from './base-branch.ts';
import type { BaseBranch } from './base-branch.ts';
import type { DraftInput } from './draft-input.ts';

/** The checkout beside its remote. */
type Checkout =
  | { readonly kind: 'shallow' }
  | { readonly kind: 'no-branch' }
  | { readonly kind: 'missing'; readonly branch: string; readonly where: 'checkout' | 'remote' }
  | { readonly kind: 'behind' | 'ahead'; readonly branch: string }
  | { readonly kind: 'equal'; readonly base: BaseBranch };

/** The checkout must be complete, on a base branch, and equal to its remote: everybody can see what is released. */
export const checkBaseBranch = check({
  needs: ['contents: read'],
  observe: async ({ services, request, settings }: DraftInput): Promise<Checkout> => {
    const { git, remote } = services;
    const branch = request.base ?? (await git.currentBranch());
    if (await git.isShallow()) return { kind: 'shallow' };
    if (branch === undefined) return { kind: 'no-branch' };
    const refs = await git.remoteRefs({ ...remote, patterns: ['refs/heads/*', 'refs/tags/*'] });
    return await compare({ git, branch, refs, settings });
  },
  decide: ({ services, request, settings }: DraftInput, seen: Checkout): CheckDecision<BaseBranch> => {
    const { remote } = services.remote;
    const bases = settings['base-branches'];
    if (seen.kind === 'shallow') {
      return refuse(
        'HISTORY_SHALLOW',
        'this is a shallow clone: commits of the release would be missing from the changelog',
        'Run git fetch --unshallow --tags, then draft again.',
      );
    }
    const branch = branchOf(seen);
    if (branch === undefined || (request.base === undefined && !bases.includes(branch))) {
      const on = branch === undefined ? 'no branch' : `the branch ${branch}`;
      return refuse(
        'BASE_BRANCH_WRONG',
        `releases are drafted from ${bases.join(' or ')}; the checkout is on ${on}`,
        `Run git switch ${bases[0] ?? 'main'}, or name a maintenance branch with --base.`,
      );
    }
    switch (seen.kind) {
      case 'no-branch':
      case 'missing':
        return missing(branch, remote, seen);
      case 'behind':
        return refuse(
          'BASE_BRANCH_BEHIND',
          `${branch} is behind ${remote}: commits of the release would be missing`,
          `Run git pull --ff-only ${remote} ${branch}, then draft again.`,
        );
      case 'ahead':
        return refuse(
          'BASE_BRANCH_AHEAD',
          `${branch} has commits that ${remote} does not have: they would be released without review`,
          `Push them through a pull request, then draft again.`,
        );
      case 'equal':
        return settled(seen.base, `${branch} is at ${seen.base.sha.slice(0, 7)}, equal to ${remote}`);
    }
  },
});

function branchOf(seen: Exclude<Checkout, { kind: 'shallow' }>): string | undefined {
  if (seen.kind === 'no-branch') return undefined;
  return seen.kind === 'equal' ? seen.base.branch : seen.branch;
}

function missing(branch: string, remote: string, seen: Checkout) {
  const here = seen.kind === 'missing' && seen.where === 'checkout';
  return refuse(
    'BASE_BRANCH_WRONG',
    `${here ? 'this checkout' : `the remote ${remote}`} has no branch ${branch}`,
    here
      ? `Run git fetch ${remote} ${branch}:${branch}, then draft again.`
      : `Run git push ${remote} ${branch}, then draft again.`,
  );
}

async function compare(at: {
  readonly git: GitRepository;
  readonly branch: string;
  readonly refs: ReadonlyMap<string, RemoteRef>;
  readonly settings: DraftInput['settings'];
}): Promise<Checkout> {
  const { git, branch, refs } = at;
  const ref = `refs/heads/${branch}`;
  const local = await git.resolve(ref);
  const remote = refs.get(ref)?.sha;
  if (local === undefined) return { kind: 'missing', branch, where: 'checkout' };
  if (remote === undefined) return { kind: 'missing', branch, where: 'remote' };
  if (local === remote) return { kind: 'equal', base: await readBaseBranch(git, { ...at, sha: local }) };
  const known = (await git.resolve(remote)) !== undefined;
  // Diverged branches count as behind: what the remote has must come first.
  return { kind: known && (await git.isAncestor(remote, local)) ? 'ahead' : 'behind', branch };
}
