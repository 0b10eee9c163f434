import { commitJson } from '../json/git.ts';
import { Refusal, notFound } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import type { Call, Reply } from './gateway.ts';
import { pageOf } from './page.ts';

/** Compares two commits. The response omits the changed files. */
export function compare(state: GitHubState, call: Call): Reply {
  const { repository } = call;
  const { git } = repository;
  const [base = '', head = ''] = call.param('basehead').split('...');
  const baseSha = base === '' ? undefined : git.resolve(base);
  const headSha = head === '' ? undefined : git.resolve(head);
  if (baseSha === undefined || headSha === undefined) throw notFound();
  const mergeBase = git.try(['merge-base', baseSha, headSha])?.trim();
  if (mergeBase === undefined) throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
  const ahead = git.commits('--reverse', headSha, `^${baseSha}`);
  const behind = git.commits(baseSha, `^${headSha}`);
  const status =
    ahead.length === 0
      ? behind.length === 0
        ? 'identical'
        : 'behind'
      : behind.length === 0
        ? 'ahead'
        : 'diverged';
  const page = pageOf(ahead, call.query, call.url);
  const html = state.web(`/${repository.fullName}/compare/${baseSha}...${headSha}`);
  const json = {
    url: state.api(`/repos/${repository.fullName}/compare/${base}...${head}`),
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(state, repository, git.commit(baseSha)),
    merge_base_commit: commitJson(state, repository, git.commit(mergeBase)),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: page.items.map((sha) => commitJson(state, repository, git.commit(sha))),
  };
  return { status: 200, json, headers: page.headers };
}
