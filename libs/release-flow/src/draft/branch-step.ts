import { act, Refuse, settled } from '@heroku-release/release-kit';
import type { Step, StepIo } from '@heroku-release/release-kit';
import { isoDay, isoSecond } from '../iso-time.ts';
import type { DraftContext, DraftTools } from './context.ts';
import { known } from '../known.ts';
import { releaseCommit } from './release-commit.ts';

interface Seen {
  /** The commit the remote branch holds; undefined when there is no such branch. */
  readonly sha: string | undefined;
  /** Whether it holds exactly this draft. */
  readonly ours: boolean;
}

interface Push {
  readonly context: DraftContext;
}

/** One commit on top of the base branch, pushed as the release branch. Work tree, index and HEAD are not touched. */
export function branchStep(tools: DraftTools): Step<DraftContext, Seen, Push> {
  const remote = { remote: tools.remote, ...(tools.token === undefined ? {} : { token: tools.token }) };
  const { git } = tools;
  return {
    name: 'branch',
    needs: ['contents: write'],
    observe: async (context, { look }) => {
      const base = known(context.base, 'the base branch');
      const ref = `refs/heads/${known(context.target, 'the target').branch}`;
      const refs = look === 0 ? base.refs : await git.remoteRefs({ ...remote, patterns: [ref] });
      const sha = refs.get(ref)?.sha;
      return { sha, ours: sha !== undefined && (await holdsThisDraft(tools, context, sha, ref)) };
    },
    decide: (context, value) => {
      const { sha, ours } = value as Seen;
      const { branch } = known(context.target, 'the target');
      if (sha === undefined) return act({ context }, `${branch} does not exist`, `pushed ${branch}`);
      if (ours) return settled(`${branch} holds this draft`);
      return new Refuse(
        'BRANCH_DIFFERS',
        `${branch} exists on ${tools.remote} with other content (${sha.slice(0, 7)})`,
        `Look at it. If nobody needs it: git push ${tools.remote} --delete ${branch}, then draft again.`,
      );
    },
    act: async ({ context }, { clock }: StepIo) => {
      const { sha: parent } = known(context.base, 'the base branch');
      const { branch } = known(context.target, 'the target');
      const now = clock.now();
      const { files, message } = releaseCommit(context, isoDay(now));
      const sha = await git.commitFiles({ parent, files, message, date: isoSecond(now), sign: true });
      await git.push({ ...remote, refspec: `${sha}:refs/heads/${branch}`, replaces: null });
      return { sha, ours: true };
    },
    learn: (context, { sha }) => (sha === undefined ? context : { ...context, branchSha: sha }),
  };
}

/** An earlier, interrupted draft: one commit on this base whose tree is what we would write on the day it was made. */
async function holdsThisDraft(
  { git, remote, token }: DraftTools,
  context: DraftContext,
  sha: string,
  ref: string,
): Promise<boolean> {
  const { sha: parent } = known(context.base, 'the base branch');
  // A look leaves .git as it is: what is fetched and made for the comparison lies elsewhere.
  return await git.aside(async (aside) => {
    await aside.fetch({ remote, refs: [ref], ...(token === undefined ? {} : { token }) });
    const [commit, ...others] = await Array.fromAsync(aside.log({ from: parent, to: sha }));
    if (commit === undefined || others.length > 0 || commit.parents.join() !== parent) return false;
    const date = isoSecond(Date.parse(commit.authorDate));
    const { files, message } = releaseCommit(context, date.slice(0, 10));
    const again = await aside.commitFiles({ parent, files, message, date });
    return (await aside.tree(again)) === (await aside.tree(sha));
  });
}
