import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { isoDay, isoSecond } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import type { DraftInput } from './draft-input.ts';
import { releaseCommit } from './release-commit.ts';
import type { ReleaseCommitFacts } from './release-commit.ts';

type Facts = DraftInput & ReleaseCommitFacts;

interface Seen {
  /** The commit of the remote branch; undefined when there is no such branch. */
  readonly sha: string | undefined;
  /** Whether it holds exactly this draft. */
  readonly ours: boolean;
}

/** One commit on top of the base branch, pushed as the release branch. Work tree, index and HEAD are not touched. */
export const pushBranch = effect({
  needs: ['contents: write'],
  observe: async (facts: Facts, { again }: StepIo): Promise<Seen> => {
    const { services, checkout, version } = facts;
    const ref = `refs/heads/${version.branch}`;
    const refs = again
      ? await services.git.remoteRefs({ ...services.remote, patterns: [ref] })
      : checkout.refs;
    const sha = refs.get(ref)?.sha;
    return { sha, ours: sha !== undefined && (await holdsThisDraft(facts, sha, ref)) };
  },
  decide: ({ services, version }: Facts, { sha, ours }: Seen): EffectDecision<string, undefined> => {
    const { branch } = version;
    const { remote } = services.remote;
    if (sha === undefined) return act(undefined, `${branch} does not exist`, `pushed ${branch}`);
    if (ours) return settled(sha, `${branch} holds this draft`);
    return refuse(
      'BRANCH_DIFFERS',
      `${branch} exists on ${remote} with other content (${sha.slice(0, 7)})`,
      `Look at it. If it is not needed: git push ${remote} --delete ${branch}, then draft again.`,
    );
  },
  act: async (_action: undefined, facts: Facts, { clock }: StepIo): Promise<string> => {
    const { git, remote } = facts.services;
    const { branch } = facts.version;
    const now = clock.now();
    const { files, message } = releaseCommit(facts, isoDay(now));
    const parent = facts.checkout.sha;
    const sha = await git.commitFiles({ parent, files, message, date: isoSecond(now), sign: true });
    await git.push({ ...remote, refspec: `${sha}:refs/heads/${branch}`, replaces: null });
    return sha;
  },
});

/**
 * Recognizes an earlier, interrupted draft: one commit on this base whose tree is what this run would write on the day it was made.
 */
async function holdsThisDraft(facts: Facts, sha: string, ref: string): Promise<boolean> {
  const { git, remote } = facts.services;
  const parent = facts.checkout.sha;
  // Observing leaves .git as it is: objects that are fetched or made for the comparison go to a temporary folder.
  return await git.withTemporaryObjects(async (temporary) => {
    await temporary.fetch({ ...remote, refs: [ref] });
    const [commit, ...others] = await Array.fromAsync(temporary.log({ from: parent, to: sha }));
    if (commit === undefined || others.length > 0 || commit.parents.join() !== parent) return false;
    const date = isoSecond(Date.parse(commit.authorDate));
    const { files, message } = releaseCommit(facts, date.slice(0, 10));
    const again = await temporary.commitFiles({ parent, files, message, date });
    return (await temporary.tree(again)) === (await temporary.tree(sha));
  });
}
