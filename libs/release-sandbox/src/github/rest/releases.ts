import { randomBytes } from 'node:crypto';
import { isRefName } from '../git/ref-name.ts';
import { releaseJson } from '../json/release.ts';
import type { Release } from '../model/release.ts';
import { invalid, notFound, unprocessable } from '../model/refusal.ts';
import { checkNotes, checkTagFree, chooseLatest, publishRelease, targetCommit } from '../domain/releases.ts';
import type { GitHubState } from '../model/state.ts';
import { hasPermission } from '../domain/tokens.ts';
import { acceptedWithWorkflows, newWorkflowFile } from '../domain/workflow-file-rule.ts';
import type { Call, Operation, Reply } from './gateway.ts';
import { pageOf } from './page.ts';
import type { Body, Shape } from './request-body.ts';

const properties: Shape = {
  tag_name: { type: 'string' },
  target_commitish: { type: 'string' },
  name: { type: 'string', nullable: true },
  body: { type: 'string', nullable: true },
  draft: { type: 'boolean' },
  prerelease: { type: 'boolean' },
  make_latest: { type: 'string', oneOf: ['true', 'false', 'legacy'] },
};

/** Operations on releases. */
export function releaseOperations(state: GitHubState): Operation[] {
  const reply = (call: Call, release: Release, status = 200): Reply => {
    const json = releaseJson(state, call.repository, release);
    return { status, json, headers: status === 201 ? { location: json.url } : {} };
  };
  return [
    {
      name: 'github.releases.list',
      method: 'GET',
      path: '/releases',
      needs: ['contents', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => {
        const visible = call.repository.releases
          .filter((release) => state.nowMs - release.createdAtMs >= state.staleness.releasesMs)
          .filter((release) => canSeeRelease(call, release))
          .sort((a, b) => b.createdAtMs - a.createdAtMs || b.id - a.id);
        const page = pageOf(visible, call.query, call.url);
        const json = page.items.map((release) => releaseJson(state, call.repository, release));
        return { status: 200, json, headers: page.headers };
      },
    },
    {
      name: 'github.releases.create',
      method: 'POST',
      path: '/releases',
      needs: ['contents', 'write'],
      accepted: acceptedWithWorkflows,
      handle: async (call) => reply(call, await create(state, call), 201),
    },
    {
      name: 'github.releases.getByTag',
      method: 'GET',
      path: '/releases/tags/:tag{.+}',
      needs: ['contents', 'read'],
      handle: (call) => {
        const release = call.repository.publishedRelease(call.param('tag'));
        if (release === undefined) throw notFound();
        return reply(call, release);
      },
    },
    {
      name: 'github.releases.getLatest',
      method: 'GET',
      path: '/releases/latest',
      needs: ['contents', 'read'],
      handle: (call) => {
        const { repository } = call;
        const release = repository.releases.find((each) => each.id === repository.latestReleaseId);
        if (release === undefined) throw notFound();
        return reply(call, release);
      },
    },
    {
      name: 'github.releases.get',
      method: 'GET',
      path: '/releases/:id',
      needs: ['contents', 'read'],
      handle: (call) => reply(call, releaseOf(call)),
    },
    {
      name: 'github.releases.update',
      method: 'PATCH',
      path: '/releases/:id',
      needs: ['contents', 'write'],
      accepted: acceptedWithWorkflows,
      handle: async (call) => reply(call, await update(state, call)),
    },
    {
      name: 'github.releases.delete',
      method: 'DELETE',
      path: '/releases/:id',
      needs: ['contents', 'write'],
      handle: (call) => {
        const release = releaseOf(call);
        const { repository } = call;
        repository.releases.splice(repository.releases.indexOf(release), 1);
        if (repository.latestReleaseId === release.id) repository.latestReleaseId = undefined;
        return { status: 204 };
      },
    },
  ];
}

/** Whether the token may see a release. Drafts need push access. */
export function canSeeRelease(call: Pick<Call, 'token' | 'repository'>, release: Release): boolean {
  return !release.draft || hasPermission(call.token, call.repository, 'contents', 'write');
}

/** The release in the path; 404 if the token may not see it. */
export function releaseOf(call: Call): Release {
  const id = call.number('id');
  const release = call.repository.releases.find((each) => each.id === id);
  if (release === undefined || !canSeeRelease(call, release)) throw notFound();
  return release;
}

async function create(state: GitHubState, call: Call): Promise<Release> {
  const { repository, by } = call;
  const body = await call.body({ ...properties, tag_name: { type: 'string', required: true } });
  const tagName = body.text('tag_name') ?? '';
  checkTagName(tagName);
  checkNotes(body.text('body'));
  checkTagFree(repository, tagName);
  checkTarget(call, body);
  const release: Release = {
    id: state.newId(),
    author: by.account,
    tagName,
    targetCommitish: body.text('target_commitish') ?? repository.defaultBranch,
    name: body.nullableText('name') ?? null,
    body: body.nullableText('body') ?? null,
    draft: true,
    prerelease: body.flag('prerelease') ?? false,
    makeLatest: latestOf(body) ?? 'true',
    immutable: false,
    createdAtMs: state.nowMs,
    updatedAtMs: state.nowMs,
    publishedAtMs: null,
    untagged: `untagged-${randomBytes(10).toString('hex')}`,
    assets: [],
  };
  if (body.flag('draft') !== true) publishRelease(state, repository, by, release);
  repository.releases.push(release);
  return release;
}

async function update(state: GitHubState, call: Call): Promise<Release> {
  const { repository, by } = call;
  const release = releaseOf(call);
  const body = await call.body(properties);
  const tagName = body.text('tag_name') ?? release.tagName;
  checkTagName(tagName);
  checkNotes(body.text('body'));
  const draft = body.flag('draft') ?? release.draft;
  if (release.immutable && (draft || tagName !== release.tagName))
    throw unprocessable('Cannot change the tag or the state of an immutable release.');
  if (tagName !== release.tagName) checkTagFree(repository, tagName, release);
  if (release.draft) checkTarget(call, body);
  const name = body.nullableText('name');
  const text = body.nullableText('body');
  release.tagName = tagName;
  release.targetCommitish = body.text('target_commitish') ?? release.targetCommitish;
  if (name !== undefined) release.name = name;
  if (text !== undefined) release.body = text;
  release.prerelease = body.flag('prerelease') ?? release.prerelease;
  release.makeLatest = latestOf(body) ?? release.makeLatest;
  release.updatedAtMs = state.nowMs;
  if (release.draft && !draft) publishRelease(state, repository, by, release);
  else if (draft && !release.draft) {
    release.draft = true;
    release.publishedAtMs = null;
    if (repository.latestReleaseId === release.id) repository.latestReleaseId = undefined;
  } else if (body.has('make_latest')) chooseLatest(repository, release);
  return release;
}

function checkTagName(tagName: string): void {
  if (!isRefName(`refs/tags/${tagName}`))
    throw invalid({
      resource: 'Release',
      code: 'custom',
      field: 'tag_name',
      message: 'tag_name is not well-formed',
    });
}

/** Refuses a target that is neither a branch nor a commit. A target with new workflow files gets 404, as if it did not exist. */
function checkTarget({ repository, token }: Call, body: Body): void {
  const target = body.text('target_commitish');
  if (target === undefined) return;
  const commit = targetCommit(repository, target);
  if (commit === undefined)
    throw invalid({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
  if (newWorkflowFile(repository, token, commit) !== undefined) throw notFound();
}

function latestOf(body: Body): Release['makeLatest'] | undefined {
  return body.text('make_latest') as Release['makeLatest'] | undefined;
}
