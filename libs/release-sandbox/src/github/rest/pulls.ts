import { fullPullJson, pullJson } from '../json/pull.ts';
import type { PullRequest } from '../model/pull-request.ts';
import { checkText, closePullRequest, openPullRequest, reopenPullRequest } from '../domain/pulls.ts';
import { pullsOfCommit } from '../domain/pulls-of-commit.ts';
import { raisePullRequest } from '../events/pull-request.ts';
import { invalid, notFound, unprocessable } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import { requireCommits } from './require-commits.ts';
import type { Call, Operation } from './gateway.ts';
import { pageOf } from './page.ts';

/** Operations on pull requests. */
export function pullOperations(state: GitHubState): Operation[] {
  const get = (call: Call) => {
    const pull = call.repository.pull(call.number('number'));
    if (pull === undefined) throw notFound();
    return pull;
  };
  return [
    {
      name: 'github.pulls.list',
      method: 'GET',
      path: '/pulls',
      needs: ['pull-requests', 'read'],
      query: ['state', 'head', 'base', 'sort', 'direction', 'per_page', 'page'],
      handle: (call) => {
        const found = selectPulls(state, call);
        const page = pageOf(found, call.query, call.url);
        const json = page.items.map((pull) => pullJson(state, call.repository, pull));
        return { status: 200, json, headers: page.headers };
      },
    },
    {
      name: 'github.pulls.create',
      method: 'POST',
      path: '/pulls',
      needs: ['pull-requests', 'write'],
      handle: async (call) => {
        const body = await call.body({
          title: { type: 'string' },
          head: { type: 'string', required: true },
          base: { type: 'string', required: true },
          body: { type: 'string', nullable: true },
          draft: { type: 'boolean' },
          maintainer_can_modify: { type: 'boolean' },
        });
        const title = body.text('title');
        if (title === undefined)
          throw invalid({ resource: 'PullRequest', code: 'missing_field', field: 'title' });
        const pull = openPullRequest(state, call.repository, call.by, {
          title,
          head: body.text('head') ?? '',
          base: body.text('base') ?? '',
          body: body.nullableText('body') ?? null,
          draft: body.flag('draft') ?? false,
          maintainerCanModify: body.flag('maintainer_can_modify') ?? true,
        });
        const json = fullPullJson(state, call.repository, pull);
        return { status: 201, json, headers: { location: json.url } };
      },
    },
    {
      name: 'github.pulls.get',
      method: 'GET',
      path: '/pulls/:number',
      needs: ['pull-requests', 'read'],
      handle: (call) => ({ status: 200, json: fullPullJson(state, call.repository, get(call)) }),
    },
    {
      name: 'github.pulls.update',
      method: 'PATCH',
      path: '/pulls/:number',
      needs: ['pull-requests', 'write'],
      handle: async (call) => {
        const pull = get(call);
        await update(state, call, pull);
        return { status: 200, json: fullPullJson(state, call.repository, pull) };
      },
    },
    {
      name: 'github.commits.pulls',
      method: 'GET',
      path: '/commits/:sha/pulls',
      needs: ['pull-requests', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => {
        const sha = call.param('sha');
        const { git } = call.repository;
        requireCommits(call);
        if (!/^[0-9a-f]{40}$/.test(sha) || git.object(sha)?.type !== 'commit')
          throw unprocessable(`No commit found for SHA: ${sha}`);
        const page = pageOf(pullsOfCommit(state, call.repository, sha), call.query, call.url);
        const json = page.items.map((pull) => pullJson(state, call.repository, pull));
        return { status: 200, json, headers: page.headers };
      },
    },
  ];
}

/** Selects pull requests by the query, newest first. Like GitHub, it ignores a `head` without `owner:`. */
function selectPulls(state: GitHubState, { repository, query }: Call): PullRequest[] {
  const wanted = query.get('state') ?? 'open';
  if (!['open', 'closed', 'all'].includes(wanted))
    throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid', value: wanted });
  const head = query.get('head') ?? '';
  const base = query.get('base');
  const sort = query.get('sort') === 'updated' ? 'updatedAtMs' : 'createdAtMs';
  const found = repository.pulls
    .filter((pull) => state.nowMs - pull.createdAtMs >= state.staleness.pullsMs)
    .filter((pull) => wanted === 'all' || pull.state === wanted)
    .filter((pull) => base === null || pull.baseRef === base)
    .filter((pull) => !head.includes(':') || head === `${ownerOf(pull)}:${pull.headRef}`)
    .sort((a, b) => a[sort] - b[sort] || a.number - b.number);
  return query.get('direction') === 'asc' ? found : found.reverse();
}

const ownerOf = (pull: PullRequest) => pull.headRepository?.split('/')[0] ?? '';

async function update(state: GitHubState, call: Call, pull: PullRequest): Promise<void> {
  const { repository, by } = call;
  const body = await call.body({
    title: { type: 'string' },
    body: { type: 'string', nullable: true },
    state: { type: 'string', oneOf: ['open', 'closed'] },
    base: { type: 'string' },
    maintainer_can_modify: { type: 'boolean' },
  });
  const title = body.text('title') ?? pull.title;
  const text = body.nullableText('body');
  checkText(title, text ?? null);
  const base = body.text('base') ?? pull.baseRef;
  if (repository.branch(base) === undefined)
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const edited = title !== pull.title || base !== pull.baseRef || (text !== undefined && text !== pull.body);
  pull.title = title;
  pull.baseRef = base;
  if (text !== undefined) pull.body = text;
  pull.maintainerCanModify = body.flag('maintainer_can_modify') ?? pull.maintainerCanModify;
  pull.updatedAtMs = state.nowMs;
  if (edited) raisePullRequest(state, repository, by, pull, 'edited');
  if (body.text('state') === 'closed') closePullRequest(state, repository, by, pull);
  if (body.text('state') === 'open') reopenPullRequest(state, repository, by, pull);
}
