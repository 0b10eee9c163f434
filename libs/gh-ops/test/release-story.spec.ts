import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { GitHubRelease, GitHubRepository } from '../src/index.ts';
import { GitHubWorld } from './world.ts';

const FILES = ['pyproject.toml', 'CHANGELOG.md', 'absent.txt'];
const tagger = { name: 'Release', email: 'release@example.test', date: '2026-01-02T00:00:00Z' };
const newTag = (commit: string) => ({
  tag: 'v1.2.0',
  commit,
  message: 'Release v1.2.0\n\nPackage-Run: 1',
  tagger,
});
const newRelease = { tag: 'v1.2.0', name: 'v1.2.0', body: 'notes <!-- hidden -->' };
const asset = (name: string, content: string) => ({
  name,
  contentType: 'application/octet-stream',
  size: Buffer.byteLength(content),
  async *open() {
    yield Buffer.from(content);
    await Promise.resolve();
  },
});
const bytes = async ({ stream }: { stream: AsyncIterable<Uint8Array> }) =>
  Buffer.concat(await Array.fromAsync(stream)).toString();

/** Creates a draft release of v1.2.0 on main. */
async function drafted(world: GitHubWorld, github: GitHubRepository) {
  await github.tags.ensure(newTag(world.at('main')));
  return await github.releases.createDraft(newRelease);
}

describe('a release, from its pull request to its publication', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('merged by %s', async (method) => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const before = world.at('main');
    expect(await github.releases.findInFlight({ baseBranch: 'main' })).toEqual({
      open: [],
      merged: [],
      releases: [],
    });

    const sha = await world.mergeRelease(method);
    const head = world.at('release-v1.2.0');
    expect(await github.pulls.listOfCommit(sha)).toEqual([
      expect.objectContaining({
        merged: true,
        mergeCommitSha: sha,
        headSha: head,
        headRef: 'release-v1.2.0',
        crossRepository: false,
      }),
    ]);
    const merge = await github.pulls.getReleaseMerge({ sha, files: FILES });
    expect(merge).toMatchObject({
      commit: { sha, parents: method === 'merge' ? [before, head] : [before] },
      pullRequests: [
        {
          number: 1,
          merged: true,
          mergeCommitSha: sha,
          headSha: head,
          headRepository: 'heroku/demo',
          baseRef: 'main',
        },
      ],
      tags: [],
      releases: [],
    });
    const texts = ['version = "1.2.0"\n', '# 1.2.0\n', undefined];
    expect([...merge.files]).toEqual(FILES.map((path, index) => [path, texts[index]]));
    expect([...merge.pullRequests[0]!.fileIds]).toEqual([...merge.fileIds]);
    expect([...merge.parentFiles.values()]).toEqual(['version = "1.1.0"\n', undefined, undefined]);

    const tag = await github.tags.ensure(newTag(sha));
    expect(tag).toMatchObject({ created: true, commitSha: sha, annotated: true });
    expect(world.at('v1.2.0')).toBe(tag.objectSha);
    expect(world.at('v1.2.0^{commit}')).toBe(sha);
    expect(await github.tags.find('v1.2.0')).toMatchObject({ objectSha: tag.objectSha, commitSha: sha });
    expect((await github.tags.find('v1.2.0'))?.message?.trim()).toBe('Release v1.2.0\n\nPackage-Run: 1');
    const tagged = await github.tags.findWithFiles('v1.2.0', ['pyproject.toml']);
    expect(tagged).toMatchObject({ tag: { commitSha: sha } });
    expect(tagged?.files.get('pyproject.toml')).toBe('version = "1.2.0"\n');
    const run = await github.runs.dispatch('publish.yml', { ref: 'v1.2.0', inputs: { tag: 'v1.2.0' } });
    expect(run.runId).toBeGreaterThan(0);

    const draft = await github.releases.createDraft(newRelease);
    expect(draft).toMatchObject({ tag: 'v1.2.0', draft: true, body: newRelease.body });
    const wheel = await github.releases.uploadAsset(draft, asset('demo-1.2.0-py3-none-any.whl', 'wheel'));
    expect(wheel).toMatchObject({ size: 5, state: 'uploaded' });
    expect(wheel.digest).toBe(`sha256:${createHash('sha256').update('wheel').digest('hex')}`);
    await github.releases.uploadAsset(draft, asset('demo-1.2.0.tar.gz', 'sdist'));
    expect(await github.releases.findPublished('v1.2.0')).toBeUndefined();
    expect(await github.releases.list()).toMatchObject([
      {
        id: draft.id,
        draft: true,
        assets: [{ name: 'demo-1.2.0-py3-none-any.whl' }, { name: 'demo-1.2.0.tar.gz' }],
      },
    ]);

    expect(await github.releases.update(draft.id, { draft: false, makeLatest: 'legacy' })).toMatchObject({
      draft: false,
    });
    expect(await github.releases.findPublished('v1.2.0')).toMatchObject({ id: draft.id, draft: false });
    expect(await bytes(await github.releases.downloadAsset(wheel.id))).toBe('wheel');
    const anybody = world.anonymous();
    expect(await anybody.tags.findByRest('v1.2.0')).toMatchObject({
      objectSha: tag.objectSha,
      commitSha: sha,
    });
    expect(await anybody.releases.findPublished('v1.2.0')).toMatchObject({ id: draft.id });
    expect(await bytes(await anybody.releases.downloadAsset(wheel.id))).toBe('wheel');
    const after = await github.pulls.getReleaseMerge({ sha, files: [] });
    expect(after).toMatchObject({
      tags: [{ name: 'v1.2.0', objectSha: tag.objectSha, commitSha: sha, annotated: true }],
      releases: [{ tag: 'v1.2.0', draft: false }],
    });
    expect(
      await github.releases.findInFlight({ baseBranch: 'main', branchPrefix: 'release-v' }),
    ).toMatchObject({
      merged: [{ number: 1, mergeCommitSha: sha }],
      releases: [{ tag: 'v1.2.0', draft: false, body: newRelease.body }],
    });
    expect(world.sandbox.log.filter(({ operation }) => operation === 'unknown')).toEqual([]);
  });

  it('makes as many requests as documented', async () => {
    await using world = GitHubWorld.create();
    const sha = await world.mergeRelease();
    const { runId, artifactId } = world.packaged(sha);
    const github = world.as();
    const cost = async (act: () => Promise<unknown>) => {
      const before = world.requests();
      await act();
      return world.requests() - before;
    };
    let release: GitHubRelease | undefined;
    const costs = {
      'releases.findInFlight': await cost(() => github.releases.findInFlight({ baseBranch: 'main' })),
      'pulls.listOfCommit': await cost(() => github.pulls.listOfCommit(sha)),
      'pulls.getReleaseMerge': await cost(() => github.pulls.getReleaseMerge({ sha, files: FILES })),
      'pulls.isReachable': await cost(() => github.pulls.isReachable(sha, { from: sha })),
      'runs.get': await cost(() => github.runs.get(runId)),
      'runs.listArtifacts': await cost(() => github.runs.listArtifacts(runId)),
      'runs.getArtifact': await cost(() => github.runs.getArtifact(artifactId)),
      'runs.downloadArtifact': await cost(async () => {
        await bytes(await github.runs.downloadArtifact(artifactId));
      }),
      'tags.ensure': await cost(() => github.tags.ensure(newTag(sha))),
      'tags.find': await cost(() => github.tags.find('v1.2.0')),
      'tags.findByRest': await cost(() => github.tags.findByRest('v1.2.0')),
      'tags.findWithFiles': await cost(() => github.tags.findWithFiles('v1.2.0', FILES)),
      'runs.dispatch': await cost(() => github.runs.dispatch('publish.yml', { ref: 'v1.2.0' })),
      'runs.list': await cost(() => github.runs.list('package.yml', { headSha: sha, event: 'push' })),
      'releases.list': await cost(() => github.releases.list()),
      'releases.createDraft': await cost(async () => {
        release = await github.releases.createDraft(newRelease);
      }),
      'releases.get': await cost(() => github.releases.get(release!.id)),
      'releases.uploadAsset': await cost(() => github.releases.uploadAsset(release!, asset('a.whl', 'a'))),
      'releases.update': await cost(() => github.releases.update(release!.id, { draft: false })),
      'releases.findPublished': await cost(() => github.releases.findPublished('v1.2.0')),
    };
    for (const [method, requests] of Object.entries(costs)) {
      expect(requests, method).toBe(['tags.ensure', 'tags.findByRest'].includes(method) ? 2 : 1);
    }
    expect(world.requests('artifact-storage')).toBe(1);
  });
});

describe('the branch of a merge', () => {
  it('its tip, the files of the default branch, and whether a commit is on it', async () => {
    await using world = GitHubWorld.create();
    const sha = await world.mergeRelease();
    const github = world.as({ permissions: { contents: 'read', 'pull-requests': 'read' } });
    const read = async (branch: string) =>
      await github.pulls.getReleaseMerge({ sha, files: FILES, branch, defaultBranchFiles: FILES });
    expect(await read('main')).toMatchObject({ branchSha: sha, defaultBranch: { name: 'main' } });
    const moved = world.push('main', { 'pyproject.toml': 'moved' });
    const side = world.push('side', { 'side.txt': 'side' });
    const found = await read('main');
    expect(found.branchSha).toBe(moved);
    expect(found.defaultBranch?.files.get('pyproject.toml')).toBe('moved');
    expect((await read('no/such branch')).branchSha).toBeUndefined();
    expect(await github.pulls.isReachable(sha, { from: moved })).toBe(true);
    expect(await github.pulls.isReachable(moved, { from: moved })).toBe(true);
    expect(await github.pulls.isReachable(side, { from: moved })).toBe(false);
    expect(await github.pulls.isReachable(moved, { from: sha })).toBe(false);
  });
});

describe('what already exists', () => {
  it('a pull request from the branch is returned, and none is created', async () => {
    await using world = GitHubWorld.create();
    world.push('release-v1.2.0', { 'CHANGELOG.md': 'x' });
    const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
    const github = world.as();
    const first = await github.pulls.ensure(pull);
    expect(first).toMatchObject({
      created: true,
      draft: true,
      state: 'open',
      merged: false,
      mergeCommitSha: undefined,
    });
    expect(await github.pulls.ensure({ ...pull, title: 'again' })).toEqual({ ...first, created: false });
    expect(world.sandbox.github.repository('heroku/demo').pulls).toHaveLength(1);
    const { open } = await github.releases.findInFlight({ baseBranch: 'main', branchPrefix: 'release-v' });
    expect(open).toMatchObject([{ number: first.number, draft: true }]);
  });

  it('the same tag is created only once', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const first = await github.tags.ensure(newTag(world.at('main')));
    expect(await world.as().tags.ensure(newTag(world.at('main')))).toMatchObject({
      created: false,
      objectSha: first.objectSha,
      commitSha: first.commitSha,
    });
  });

  it('a tag on another commit is not moved', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const { objectSha } = await github.tags.ensure(newTag(world.at('main')));
    const later = world.push('main', { 'a.txt': 'a' });
    await expect(github.tags.ensure(newTag(later))).rejects.toMatchObject({ code: 'GITHUB_TAG_ELSEWHERE' });
    expect(world.at('v1.2.0')).toBe(objectSha);
  });

  it('a second asset of a name is refused; a broken one is listed, deleted and replaced', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const draft = await drafted(world, github);
    await github.releases.uploadAsset(draft, asset('a.whl', 'a'));
    await expect(github.releases.uploadAsset(draft, asset('a.whl', 'a'))).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
      effect: 'unknown',
    });
    world.sandbox.github.leaveStarterAsset('heroku/demo', draft.id, 'b.whl', { by: 'dev' });
    const [listed] = await github.releases.list();
    const broken = listed?.assets.find(({ state }) => state === 'starter');
    expect(broken?.name).toBe('b.whl');
    await github.releases.deleteAsset(broken!.id);
    expect(await github.releases.uploadAsset(draft, asset('b.whl', 'b'))).toMatchObject({
      state: 'uploaded',
    });
  });

  it('a published release keeps its tag; an immutable one also keeps its files', async () => {
    await using world = GitHubWorld.create();
    world.sandbox.github.configure('heroku/demo', { immutableReleases: true });
    const github = world.as();
    const draft = await drafted(world, github);
    const published = await github.releases.update(draft.id, { draft: false });
    expect(published.immutable).toBe(true);
    await expect(github.releases.uploadAsset(published, asset('a.whl', 'a'))).rejects.toMatchObject({
      code: 'GITHUB_IMMUTABLE',
    });
    await expect(github.releases.createDraft(newRelease)).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
    });
    expect(await github.releases.update(draft.id, { body: 'more' })).toMatchObject({
      body: 'more',
      draft: false,
    });
  });

  it('a second draft is created without an error', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    await drafted(world, github);
    await github.releases.createDraft(newRelease);
    expect(await github.releases.list()).toHaveLength(2);
  });
});

describe('a write that took effect while its response was lost', () => {
  const lost = { land: true, then: 'reset' } as const;
  const uncertain = { code: 'GITHUB_UNAVAILABLE', effect: 'unknown' };

  it('a pull request: a second attempt finds it', async () => {
    await using world = GitHubWorld.create();
    world.push('release-v1.2.0', { 'CHANGELOG.md': 'x' });
    const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
    world.sandbox.faults.next('github.pulls.create', lost);
    await expect(world.as().pulls.ensure(pull)).rejects.toMatchObject(uncertain);
    expect(await world.as().pulls.ensure(pull)).toMatchObject({ created: false, number: 1 });
  });

  it.each(['github.git.createTag', 'github.git.createRef'])(
    'a tag at %s: a second attempt has the same result',
    async (operation) => {
      await using world = GitHubWorld.create();
      world.sandbox.faults.next(operation, lost);
      await expect(world.as().tags.ensure(newTag(world.at('main')))).rejects.toMatchObject(uncertain);
      const again = await world.as().tags.ensure(newTag(world.at('main')));
      expect(world.at('v1.2.0')).toBe(again.objectSha);
      expect(again.created).toBe(operation === 'github.git.createTag');
    },
  );

  it('a release, an upload, a publication, a deletion, a dispatch: each is sent once', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const draft = await drafted(world, github);
    const { faults } = world.sandbox;
    const stored = await github.releases.uploadAsset(draft, asset('b.whl', 'b'));
    const writes: [string, () => Promise<unknown>][] = [
      ['github.releases.create', () => github.releases.createDraft(newRelease)],
      ['github.assets.upload', () => github.releases.uploadAsset(draft, asset('a.whl', 'a'))],
      ['github.assets.delete', () => github.releases.deleteAsset(stored.id)],
      ['github.releases.update', () => github.releases.update(draft.id, { draft: false })],
      ['github.actions.dispatch', () => github.runs.dispatch('publish.yml', { ref: 'v1.2.0' })],
    ];
    for (const [operation, write] of writes) {
      for (const then of ['reset', { status: 502 }] as const) {
        const before = world.requests();
        faults.next(operation, { land: then === 'reset', then });
        await expect(write(), operation).rejects.toMatchObject(uncertain);
        expect(world.requests() - before, operation).toBe(1);
      }
    }
    expect(faults.unused).toEqual([]);
    const all = await github.releases.list();
    expect(all).toHaveLength(2);
    expect(all.find(({ id }) => id === draft.id)).toMatchObject({
      draft: false,
      assets: [{ name: 'a.whl' }],
    });
  });
});

describe('permissions', () => {
  it('a read-only token sees no drafts and cannot write', async () => {
    await using world = GitHubWorld.create();
    await drafted(world, world.as());
    const reader = world.as({
      permissions: { contents: 'read', 'pull-requests': 'read', actions: 'read' },
      kind: 'job',
    });
    expect(await reader.releases.list()).toEqual([]);
    expect((await reader.releases.findInFlight({ baseBranch: 'main' })).releases).toEqual([]);
    for (const write of [
      reader.releases.createDraft(newRelease),
      reader.tags.ensure({ ...newTag(world.at('main')), tag: 'v9' }),
      reader.runs.dispatch('publish.yml', { ref: 'main' }),
    ]) {
      await expect(write).rejects.toMatchObject({
        code: 'GITHUB_FORBIDDEN',
        effect: 'none',
        hint: expect.stringContaining('=write') as string,
      });
    }
  });

  it('a query needs the permissions of its fields', async () => {
    await using world = GitHubWorld.create();
    const narrow = world.as({ permissions: { contents: 'read' }, kind: 'job' });
    await expect(narrow.releases.findInFlight({ baseBranch: 'main' })).rejects.toMatchObject({
      code: 'GITHUB_FORBIDDEN',
    });
  });

  it('a job may not tag a commit with workflow files that are on no branch', async () => {
    await using world = GitHubWorld.create();
    const sha = world.at('main');
    world.push('main', { '.github/workflows/publish.yml': 'on: workflow_dispatch\njobs: {}\n' });
    await expect(world.as({ kind: 'job' }).tags.ensure(newTag(sha))).rejects.toMatchObject({
      code: 'GITHUB_WORKFLOW_SCOPE',
      effect: 'none',
    });
  });

  it('a revoked token', async () => {
    await using world = GitHubWorld.create();
    const token = world.sandbox.github.issueToken({
      repository: 'heroku/demo',
      actor: 'dev',
      kind: 'user',
      permissions: {},
    });
    world.sandbox.github.revokeToken(token);
    await expect(world.as({ token }).releases.list()).rejects.toMatchObject({
      code: 'GITHUB_BAD_CREDENTIALS',
    });
    await expect(world.as({ token }).tags.find('v1')).rejects.toMatchObject({
      code: 'GITHUB_BAD_CREDENTIALS',
    });
  });

  it('an absent repository', async () => {
    await using world = GitHubWorld.create();
    const github = world.as({ repo: 'nothing' });
    await expect(github.releases.list()).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
    await expect(github.tags.find('v1')).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
  });
});

describe('artifacts', () => {
  it('are listed by run and downloaded from the storage', async () => {
    await using world = GitHubWorld.create();
    const { runId, artifactId } = world.packaged(world.at('main'), 'zip bytes');
    const github = world.as({ permissions: { actions: 'read' }, kind: 'job' });
    expect(await github.runs.get(runId)).toMatchObject({
      path: '.github/workflows/package.yml',
      event: 'push',
      headSha: world.at('main'),
      headBranch: 'main',
      headRepository: 'heroku/demo',
      status: 'completed',
      conclusion: 'success',
      attempt: 1,
    });
    const [artifact, ...others] = await github.runs.listArtifacts(runId);
    expect(others).toEqual([]);
    expect(artifact).toEqual(await github.runs.getArtifact(artifactId));
    expect(artifact).toMatchObject({
      name: 'release-dist',
      digest: `sha256:${createHash('sha256').update('zip bytes').digest('hex')}`,
      expired: false,
      runId,
      headSha: world.at('main'),
    });
    expect(await bytes(await github.runs.downloadArtifact(artifactId))).toBe('zip bytes');
    expect(
      (await github.runs.list('package.yml', { headSha: world.at('main') })).map(({ id }) => id),
    ).toEqual([runId]);
  });

  it('are gone once expired', async () => {
    await using world = GitHubWorld.create();
    const { artifactId } = world.packaged(world.at('main'));
    world.sandbox.github.expireArtifact(artifactId);
    const github = world.as();
    expect(await github.runs.getArtifact(artifactId)).toMatchObject({ expired: true });
    await expect(github.runs.downloadArtifact(artifactId)).rejects.toMatchObject({ code: 'GITHUB_GONE' });
  });

  it('are downloaded with a new link when the first one fails', async () => {
    await using world = GitHubWorld.create();
    const { artifactId } = world.packaged(world.at('main'));
    world.sandbox.faults.next('github.storage.artifact', { then: { status: 403 } }, { then: 'reset' });
    expect(await bytes(await world.as().runs.downloadArtifact(artifactId))).toBe('zip bytes');
    expect([world.requests(), world.requests('artifact-storage')]).toEqual([3, 3]);
  });
});

describe('waiting', () => {
  it('a read survives a rate limit and an outage', async () => {
    await using world = GitHubWorld.create();
    const start = world.clock.now();
    world.sandbox.faults.next(
      'github.graphql',
      { then: { status: 429, headers: { 'retry-after': '20' } } },
      { then: { status: 502 } },
      { then: 'reset' },
    );
    expect(await world.as().tags.find('v1')).toBeUndefined();
    expect(world.clock.now() - start).toBe(20_000 + 2000 + 4000);
    expect(world.requests()).toBe(4);
  });

  it('a dispatch waits for a tag that was just created', async () => {
    await using world = GitHubWorld.create();
    world.sandbox.github.staleness.dispatchMs = 5000;
    const github = world.as();
    await github.tags.ensure(newTag(world.at('main')));
    const refCreatedAt = world.clock.now();
    await github.runs.dispatch('publish.yml', { ref: 'v1.2.0', refCreatedAt });
    expect(world.sandbox.log.filter(({ status }) => status === 422)).toHaveLength(3);
  });

  it('right after a merge the commit has no pull request', async () => {
    await using world = GitHubWorld.create();
    world.sandbox.github.staleness.associationMs = 5000;
    const sha = await world.mergeRelease();
    const github = world.as();
    expect(await github.pulls.listOfCommit(sha)).toEqual([]);
    expect((await github.pulls.getReleaseMerge({ sha, files: [] })).pullRequests).toEqual([]);
    world.clock.advance(5000);
    expect(await github.pulls.listOfCommit(sha)).toHaveLength(1);
    expect((await github.pulls.getReleaseMerge({ sha, files: [] })).pullRequests).toHaveLength(1);
  });
});
