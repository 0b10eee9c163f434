import { isoSeconds } from '../../service/clock.ts';
import { noreplyAddress } from '../model/accounts.ts';
import { zeroSha } from '../git/environment.ts';
import type { Actor } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { eventBase } from './event-base.ts';

/** Raises the events for a created, moved or deleted branch or tag. For an annotated tag, `before` and `after` are tag objects. */
export function raisePush(
  state: GitHubState,
  repository: Repository,
  by: Actor,
  change: { readonly ref: string; readonly before: string; readonly after: string },
): void {
  const { ref, before, after } = change;
  const created = before === zeroSha;
  const deleted = after === zeroSha;
  const commit = deleted ? undefined : repository.git.resolve(after);
  const base = eventBase(state, repository, by);
  const payload = {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !repository.git.isAncestor(before, after),
    base_ref: null,
    compare: state.web(`/${repository.fullName}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`),
    commits: [],
    head_commit: commit === undefined ? null : headCommit(state, repository, commit),
    pusher: { name: by.account.login, email: noreplyAddress(by.account) },
    ...base.payload,
  };
  const sha = commit ?? before;
  state.emit({
    ...base,
    name: 'push',
    payload,
    ref,
    sha,
    startsRuns: by.cause === 'user' && !deleted && commit !== undefined,
  });
  if (!created || commit === undefined) return;
  const isTag = ref.startsWith('refs/tags/');
  state.emit({
    ...base,
    name: 'create',
    payload: {
      ref: ref.replace(/^refs\/(heads|tags)\//, ''),
      ref_type: isTag ? 'tag' : 'branch',
      full_ref: ref,
      master_branch: repository.defaultBranch,
      description: null,
      pusher_type: 'user',
      ...base.payload,
    },
    ref,
    sha,
    startsRuns: by.cause === 'user',
  });
}

function headCommit(state: GitHubState, repository: Repository, sha: string) {
  const commit = repository.git.commit(sha);
  const person = (who: typeof commit.author) => ({ name: who.name, email: who.email, username: null });
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: isoSeconds(commit.committer.atMs),
    url: state.web(`/${repository.fullName}/commit/${sha}`),
    author: person(commit.author),
    committer: person(commit.committer),
    added: [],
    removed: [],
    modified: [],
  };
}
