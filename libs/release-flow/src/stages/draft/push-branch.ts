import type { GitRepository } from '@heroku-release/git-repo';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Refuse, StepIo } from '@heroku-release/release-kit';
import { isoDay, isoSecond } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import type { OwnPullRequests } from './check-in-flight.ts';
import type { DraftInput } from './draft-input.ts';
import { keepSuperseded } from '../../merge/superseded.ts';
import { pullRequestBody } from './pull-request-body.ts';
import { releaseCommit } from './release-commit.ts';
import type { ReleaseCommitFacts } from './release-commit.ts';
import { updateBranch } from './update-branch.ts';
import type { BranchUpdate } from './update-branch.ts';

type Facts = DraftInput & ReleaseCommitFacts & { readonly inFlight: OwnPullRequests };

/** The release branch on the remote. */
type Seen =
  | { readonly kind: 'missing' }
  /** It holds exactly this draft, is left from a merged pull request, or belongs to somebody else. */
  | { readonly kind: 'ours' | 'merged' | 'foreign'; readonly sha: string }
  /** Its pull request is open. */
  | { readonly kind: 'open'; readonly sha: string; readonly update: BranchUpdate };

type Action =
  /** `replaces` is the commit of the branch that is overwritten. */
  | { readonly kind: 'push'; readonly replaces: string | null }
  | { readonly kind: 'update'; readonly head: string };

/**
 * The release branch: one commit on top of the base branch. Where its pull request is open, new commits follow on top of what is there, and
 * nothing is overwritten; the description of the pull request is updated first, so that a run that was interrupted in between is repeated
 * as a whole. Work tree, index and HEAD are not touched.
 */
export const pushBranch = effect({
  needs: ['contents: write', 'pull-requests: write'],
  observe: async (facts: Facts, io: StepIo): Promise<Seen> => {
    const { services, checkout, version, inFlight } = facts;
    const ref = `refs/heads/${version.branch}`;
    const refs = io.again
      ? await services.git.remoteRefs({ ...services.remote, patterns: [ref] })
      : checkout.refs;
    const sha = refs.get(ref)?.sha;
    if (sha === undefined) return { kind: 'missing' };
    // Observing leaves .git as it is: objects that are fetched or made for the comparison go to a temporary folder.
    return await services.git.withTemporaryObjects(async (temporary): Promise<Seen> => {
      await temporary.fetch({ ...services.remote, refs: [ref] });
      if (inFlight.open !== undefined) {
        return { kind: 'open', sha, update: await update(temporary, facts, sha, io, false) };
      }
      if (await holdsThisDraft(temporary, facts, sha)) return { kind: 'ours', sha };
      return { kind: inFlight.mergedHeads.has(sha) ? 'merged' : 'foreign', sha };
    });
  },
  decide: (facts: Facts, seen: Seen): EffectDecision<string, Action> => {
    const { branch, version } = facts.version;
    const { remote } = facts.services.remote;
    switch (seen.kind) {
      case 'missing':
        return act({ kind: 'push', replaces: null }, `${branch} does not exist`, `pushed ${branch}`);
      case 'ours':
        return settled(seen.sha, `${branch} holds this draft`);
      case 'merged':
        return act(
          { kind: 'push', replaces: seen.sha },
          `${branch} is left from a merged pull request`,
          `replaced ${branch}`,
        );
      case 'foreign':
        return refuse(
          'BRANCH_DIFFERS',
          `${branch} exists on ${remote} with other content (${seen.sha.slice(0, 7)})`,
          `Look at it. If it is not needed: git push ${remote} --delete ${branch} && heroku-release draft ${version}`,
        );
      case 'open':
        return decideUpdate(facts, seen.sha, seen.update);
    }
  },
  act: async (action: Action, facts: Facts, io: StepIo): Promise<string | Refuse> => {
    const { git, github, remote } = facts.services;
    const { branch } = facts.version;
    const refspec = (sha: string) => `${sha}:refs/heads/${branch}`;
    if (action.kind === 'push') {
      const now = io.clock.now();
      const { files, message } = releaseCommit(facts, isoDay(now));
      const parent = facts.checkout.sha;
      const sha = await git.commitFiles({ parent, files, message, date: isoSecond(now), sign: true });
      await git.push({ ...remote, refspec: refspec(sha), replaces: action.replaces });
      return sha;
    }
    await git.fetch({ ...remote, refs: [`refs/heads/${branch}`] });
    const updated = await update(git, facts, action.head, io, true);
    if (updated.kind !== 'updated') return action.head;
    if (facts.inFlight.open !== undefined) {
      const { number, body: present = '' } = facts.inFlight.open;
      const body = keepSuperseded(pullRequestBody(facts.changelog), present, facts.request.supersedes);
      await github.pulls.update(number, { body });
    }
    await git.push({ ...remote, refspec: refspec(updated.sha) });
    return updated.sha;
  },
});

async function update(
  git: GitRepository,
  facts: Facts,
  head: string,
  { clock }: StepIo,
  sign: boolean,
): Promise<BranchUpdate> {
  const now = clock.now();
  return await updateBranch(git, facts, head, { day: isoDay(now), date: isoSecond(now), sign });
}

function decideUpdate(
  { services, checkout, version }: Facts,
  head: string,
  found: BranchUpdate,
): EffectDecision<string, Action> {
  const { branch } = version;
  const { remote } = services.remote;
  switch (found.kind) {
    case 'current':
      return settled(head, `${branch} lists every change`);
    case 'updated':
      return act(
        { kind: 'update', head },
        `${branch} lacks changes of ${checkout.branch} or entries for them`,
        `updated ${branch}`,
      );
    case 'conflicts':
      return refuse(
        'BRANCH_CONFLICTS',
        `${branch} and ${checkout.branch} change the same lines of ${found.paths.join(', ')}`,
        `Run git fetch ${remote} && git switch ${branch} && git merge ${remote}/${checkout.branch}, resolve the conflicts, git push ${remote} ${branch}; then git switch ${checkout.branch} && heroku-release draft ${version.version}`,
      );
    case 'unwritable':
      return refuse(
        'VERSION_FILE_DIFFERS',
        `on ${branch} every file that repeats the version must hold it exactly once: ${found.problems.join('; ')}`,
        `Correct the file on ${branch}, then: heroku-release draft ${version.version}`,
      );
  }
}

/**
 * Recognizes an earlier, interrupted draft: one commit on this base whose tree is what this run would write on the day it was made.
 */
async function holdsThisDraft(git: GitRepository, facts: Facts, sha: string): Promise<boolean> {
  const parent = facts.checkout.sha;
  const [commit, ...others] = await Array.fromAsync(git.log({ from: parent, to: sha }));
  if (commit === undefined || others.length > 0 || commit.parents.join() !== parent) return false;
  const date = isoSecond(Date.parse(commit.authorDate));
  const { files, message } = releaseCommit(facts, date.slice(0, 10));
  const again = await git.commitFiles({ parent, files, message, date });
  return (await git.tree(again)) === (await git.tree(sha));
}
