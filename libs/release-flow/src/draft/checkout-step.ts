import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import type { RemoteRef } from '@heroku-release/git-repo';
import { parseRepeatedVersion } from '@heroku-release/versioning';
import type { Settings } from '../settings/schema.ts';
import { currentVersion } from '../version-source/current-version.ts';
import { readProjectVersion } from '../version-source/project-version.ts';
import type { ProjectVersion } from '../version-source/project-version.ts';
import { commitTree, readTexts } from '../version-source/read-tree.ts';
import { readIntentFiles } from '../history/read-intent-files.ts';
import type { BaseBranch, DraftContext, DraftTools } from './context.ts';
import { known } from '../known.ts';

interface Checkout {
  readonly branch: string | undefined;
  readonly shallow: boolean;
  readonly local: string | undefined;
  readonly remote: string | undefined;
  readonly relation: 'equal' | 'behind' | 'ahead' | 'apart';
  readonly base: BaseBranch | undefined;
}

/** The checkout must be whole, on a base branch, and equal to its remote: what is released is what everybody sees. */
export function checkoutStep(tools: DraftTools): Step<DraftContext, Checkout, never> {
  const { git } = tools;
  return {
    name: 'checkout',
    needs: ['contents: read'],
    observe: async ({ request, settings }) => {
      const branch = request.base ?? (await git.currentBranch());
      const shallow = await git.isShallow();
      const refs = await git.remoteRefs({
        remote: tools.remote,
        ...(tools.token === undefined ? {} : { token: tools.token }),
        patterns: ['refs/heads/*', 'refs/tags/*'],
      });
      const ref = branch === undefined ? undefined : `refs/heads/${branch}`;
      const local = ref === undefined ? undefined : await git.resolve(ref);
      const remote = ref === undefined ? undefined : refs.get(ref)?.sha;
      const relation = await relate(tools, local, remote);
      const base =
        branch === undefined || local === undefined || relation !== 'equal' || shallow
          ? undefined
          : await readBase(tools, { branch, sha: local, refs, settings });
      return { branch, shallow, local, remote, relation, base };
    },
    decide: ({ request, settings }, seen) => {
      const { branch, shallow, relation, remote, local } = seen as Checkout;
      const bases = settings['base-branches'];
      if (shallow) {
        return new Refuse(
          'HISTORY_SHALLOW',
          'this is a shallow clone: commits of the release would be missing from the changelog',
          'Run git fetch --unshallow --tags, then draft again.',
        );
      }
      if (branch === undefined || (request.base === undefined && !bases.includes(branch))) {
        const on = branch === undefined ? 'no branch' : `the branch ${branch}`;
        return new Refuse(
          'BASE_BRANCH_WRONG',
          `releases are drafted from ${bases.join(' or ')}; the checkout is on ${on}`,
          `Run git switch ${bases[0] ?? 'main'}, or name a maintenance branch with --base.`,
        );
      }
      if (local === undefined || remote === undefined) {
        const where = local === undefined ? 'this checkout' : `the remote ${tools.remote}`;
        return new Refuse('BASE_BRANCH_WRONG', `${where} has no branch ${branch}`, 'Push or fetch it first.');
      }
      if (relation === 'behind' || relation === 'apart') {
        return new Refuse(
          'BASE_BRANCH_BEHIND',
          `${branch} is behind ${tools.remote}: commits of the release would be missing`,
          `Run git pull --ff-only ${tools.remote} ${branch}, then draft again.`,
        );
      }
      if (relation === 'ahead') {
        return new Refuse(
          'BASE_BRANCH_AHEAD',
          `${branch} has commits that ${tools.remote} has not: they would be released without review`,
          `Push them through a pull request, then draft again.`,
        );
      }
      return settled(`${branch} is at ${local.slice(0, 7)}, equal to ${tools.remote}`);
    },
    act: () => Promise.reject(new Error('checkout has nothing to do')),
    learn: (context, seen) => ({ ...context, base: known(seen.base, 'the base branch') }),
  };
}

async function relate(
  { git }: DraftTools,
  local: string | undefined,
  remote: string | undefined,
): Promise<Checkout['relation']> {
  if (local === undefined || remote === undefined) return 'apart';
  if (local === remote) return 'equal';
  if ((await git.resolve(remote)) === undefined) return 'behind';
  if (await git.isAncestor(local, remote)) return 'behind';
  return (await git.isAncestor(remote, local)) ? 'ahead' : 'apart';
}

async function readBase(
  { git }: DraftTools,
  at: {
    readonly branch: string;
    readonly sha: string;
    readonly refs: ReadonlyMap<string, RemoteRef>;
    readonly settings: Settings;
  },
): Promise<BaseBranch> {
  const { branch, sha, refs, settings } = at;
  const tree = commitTree(git, sha);
  const project = await readProjectVersion(tree);
  const repeated = settings['version-files'].map((setting) => parseRepeatedVersion(setting).path);
  return {
    branch,
    sha,
    refs,
    project,
    repeated: await readTexts(tree, repeated),
    changelog: await git.readFile(sha, settings.changelog),
    current: currentVersion(project, await tagsFor(project, git, sha, refs), settings['tag-template']),
    intents: await readIntentFiles(git, sha),
  };
}

/** The tags that may tell the version: those on the way to `sha` that the remote has too. Not asked for where a file states it. */
async function tagsFor(
  project: ProjectVersion,
  git: DraftTools['git'],
  sha: string,
  refs: ReadonlyMap<string, RemoteRef>,
): Promise<string[]> {
  if (project.kind === 'stated') return [];
  const merged = await git.tags({ mergedInto: sha });
  return merged.flatMap(({ name }) => (refs.has(`refs/tags/${name}`) ? [name] : []));
}
