import { noreplyAddress } from '../accounts.ts';
import { zeroSha } from '../git/environment.ts';
import { commitJson, gitCommitJson, refJson, tagJson } from '../json/git.ts';
import { Refusal, notFound, unprocessable } from '../refusal.ts';
import type { GitHubState } from '../state.ts';
import { syncRefs } from '../sync-refs.ts';
import { acceptedWithWorkflows, foreignWorkflowFile } from '../workflow-rule.ts';
import type { Call, Operation, Reply } from './gateway.ts';
import { pageOf } from './page.ts';

const fullSha = /^[0-9a-f]{40}$/;

/** Operations on refs, tag objects and commits. */
export function gitOperations(state: GitHubState): Operation[] {
  return [
    {
      name: 'github.git.getRef',
      method: 'GET',
      path: '/git/ref/:ref{.+}',
      needs: ['contents', 'read'],
      handle: (call) => {
        demandCommits(call);
        const ref = call.repository.git.ref(`refs/${call.param('ref')}`);
        if (ref === undefined) throw notFound();
        return { status: 200, json: refJson(state, call.repository, ref) };
      },
    },
    {
      name: 'github.git.listMatchingRefs',
      method: 'GET',
      path: '/git/matching-refs/:ref{.+}',
      needs: ['contents', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => {
        demandCommits(call);
        const prefix = `refs/${call.param('ref')}`;
        const refs = [...call.repository.git.refs().values()].filter((ref) => ref.name.startsWith(prefix));
        return { status: 200, json: refs.map((ref) => refJson(state, call.repository, ref)) };
      },
    },
    {
      name: 'github.git.createTag',
      method: 'POST',
      path: '/git/tags',
      needs: ['contents', 'write'],
      handle: (call) => createTag(state, call),
    },
    {
      name: 'github.git.getTag',
      method: 'GET',
      path: '/git/tags/:sha',
      needs: ['contents', 'read'],
      handle: (call) => {
        const sha = call.param('sha');
        const { git } = call.repository;
        if (!fullSha.test(sha) || git.object(sha)?.type !== 'tag') throw notFound();
        return { status: 200, json: tagJson(state, call.repository, git.tag(sha)) };
      },
    },
    {
      name: 'github.git.createRef',
      method: 'POST',
      path: '/git/refs',
      needs: ['contents', 'write'],
      accepted: acceptedWithWorkflows,
      handle: (call) => createRef(state, call),
    },
    {
      name: 'github.git.getCommit',
      method: 'GET',
      path: '/git/commits/:sha',
      needs: ['contents', 'read'],
      handle: (call) => {
        const sha = call.param('sha');
        const { git } = call.repository;
        if (!fullSha.test(sha) || git.object(sha)?.type !== 'commit') throw notFound();
        return { status: 200, json: gitCommitJson(state, call.repository, git.commit(sha)) };
      },
    },
    {
      name: 'github.commits.compare',
      method: 'GET',
      path: '/compare/:basehead{.+}',
      needs: ['contents', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => compare(state, call),
    },
  ];
}

/** Most of the data API answers 409 in a repository without commits. */
function demandCommits({ repository }: Call): void {
  if (repository.git.refs('refs/heads/').size === 0) throw new Refusal(409, 'Git Repository is empty.');
}

async function createTag(state: GitHubState, call: Call): Promise<Reply> {
  const { repository, by } = call;
  const body = await call.body({
    tag: { type: 'string', required: true },
    message: { type: 'string', required: true },
    object: { type: 'string', required: true },
    type: { type: 'string', required: true, oneOf: ['commit', 'tree', 'blob'] },
    tagger: { type: 'object' },
  });
  demandCommits(call);
  const name = body.text('tag') ?? '';
  const object = body.text('object') ?? '';
  const type = body.text('type') ?? '';
  if (repository.git.try(['check-ref-format', `refs/tags/${name}`]) === undefined)
    throw unprocessable('Tag name is not valid');
  if (!fullSha.test(object) || repository.git.object(object)?.type !== type)
    throw unprocessable('Object does not exist');
  const tagger = body.record('tagger');
  const text = (key: string): string | undefined => {
    const value = tagger?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  if (tagger !== undefined && (text('name') === undefined || text('email') === undefined))
    throw unprocessable('Invalid request.\n\n"name", "email" weren\'t supplied.');
  const date = text('date');
  const atMs = date === undefined ? state.nowMs : Date.parse(date);
  if (Number.isNaN(atMs)) throw unprocessable(`Invalid request.\n\n"${date ?? ''}" is not a date.`);
  const sha = repository.git.writeTag({
    name,
    object,
    type,
    message: body.text('message') ?? '',
    tagger: {
      name: text('name') ?? by.account.login,
      email: text('email') ?? noreplyAddress(by.account),
      atMs,
    },
  });
  const json = tagJson(state, repository, repository.git.tag(sha));
  return { status: 201, json, headers: { location: json.url } };
}

async function createRef(state: GitHubState, call: Call): Promise<Reply> {
  const { repository, token, by } = call;
  const body = await call.body({
    ref: { type: 'string', required: true },
    sha: { type: 'string', required: true },
  });
  demandCommits(call);
  const ref = body.text('ref') ?? '';
  const sha = body.text('sha') ?? '';
  const { git } = repository;
  const isBranch = ref.startsWith('refs/heads/');
  if (!isBranch && !ref.startsWith('refs/tags/'))
    throw unprocessable("Reference name must start with 'refs/' and contain at least one more '/'");
  if (git.try(['check-ref-format', ref]) === undefined)
    throw unprocessable(`${ref} is not a valid ref name.`);
  if (!fullSha.test(sha))
    throw unprocessable('The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  const object = git.object(sha);
  if (object === undefined) throw unprocessable('Object does not exist');
  if (isBranch && object.type !== 'commit') throw unprocessable('Reference update failed');
  const commit = git.resolve(sha);
  if (git.ref(ref) !== undefined) throw unprocessable('Reference already exists');
  if (commit !== undefined && foreignWorkflowFile(repository, token, commit) !== undefined)
    throw new Refusal(403, 'Resource not accessible by integration');
  if (!git.updateRef(ref, sha, zeroSha)) throw unprocessable('Reference already exists');
  syncRefs(state, repository, by);
  const json = refJson(state, repository, { name: ref, sha, type: object.type });
  return { status: 201, json, headers: { location: json.url } };
}

function compare(state: GitHubState, call: Call): Reply {
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
  const page = pageOf(ahead, call.query, call.address);
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
