import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { GitHubRepository } from '../src/index.ts';
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

/** A draft release of v1.2.0 on main. */
async function drafted(world: GitHubWorld, github: GitHubRepository) {
  await github.createTag(newTag(world.at('main')));
  return await github.createRelease(newRelease);
}

describe('a release, from its pull request to its publication', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('merged by %s', async (method) => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const before = world.at('main');
    expect(await github.findReleasesInFlight({ baseBranch: 'main' })).toEqual({
      defaultBranch: 'main',
      open: [],
      merged: [],
      releases: [],
    });

    const sha = await world.mergeRelease(method);
    const head = world.at('release-v1.2.0');
    expect(await github.pullRequestsOf(sha)).toEqual([
      expect.objectContaining({
        merged: true,
        mergeCommitSha: sha,
        headSha: head,
        headRef: 'release-v1.2.0',
        crossRepository: false,
      }),
    ]);
    const merge = await github.releaseMerge({ sha, tag: 'v1.2.0', files: FILES });
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
    expect([merge.tag, merge.release]).toEqual([undefined, undefined]);
    const texts = ['version = "1.2.0"\n', '# 1.2.0\n', undefined];
    expect([...merge.files]).toEqual(FILES.map((path, index) => [path, texts[index]]));
    expect([...merge.pullRequests[0]!.files]).toEqual([...merge.files]);
    expect([...merge.parentFiles.values()]).toEqual(['version = "1.1.0"\n', undefined, undefined]);

    const tag = await github.createTag(newTag(sha));
    expect(tag).toMatchObject({ created: true, commitSha: sha, annotated: true });
    expect(world.at('v1.2.0')).toBe(tag.objectSha);
    expect(world.at('v1.2.0^{commit}')).toBe(sha);
    expect(await github.findTag('v1.2.0')).toMatchObject({ objectSha: tag.objectSha, commitSha: sha });
    expect((await github.findTag('v1.2.0'))?.message?.trim()).toBe('Release v1.2.0\n\nPackage-Run: 1');
    const tagged = await github.findTaggedCommit('v1.2.0', ['pyproject.toml']);
    expect(tagged).toMatchObject({ tag: { commitSha: sha } });
    expect(tagged?.files.get('pyproject.toml')).toBe('version = "1.2.0"\n');
    const run = await github.dispatch('publish.yml', { ref: 'v1.2.0', inputs: { tag: 'v1.2.0' } });
    expect(run.runId).toBeGreaterThan(0);

    const draft = await github.createRelease(newRelease);
    expect(draft).toMatchObject({ tag: 'v1.2.0', draft: true, body: newRelease.body });
    const wheel = await github.uploadAsset(draft, asset('demo-1.2.0-py3-none-any.whl', 'wheel'));
    expect(wheel).toMatchObject({ size: 5, state: 'uploaded' });
    expect(wheel.digest).toBe(`sha256:${createHash('sha256').update('wheel').digest('hex')}`);
    await github.uploadAsset(draft, asset('demo-1.2.0.tar.gz', 'sdist'));
    expect(await github.findReleaseByTag('v1.2.0')).toBeUndefined();
    expect(await github.releases()).toMatchObject([
      {
        id: draft.id,
        draft: true,
        assets: [{ name: 'demo-1.2.0-py3-none-any.whl' }, { name: 'demo-1.2.0.tar.gz' }],
      },
    ]);

    expect(await github.updateRelease(draft.id, { draft: false, makeLatest: 'legacy' })).toMatchObject({
      draft: false,
    });
    expect(await github.findReleaseByTag('v1.2.0')).toMatchObject({ id: draft.id, draft: false });
    expect(await bytes(await github.downloadAsset(wheel.id))).toBe('wheel');
    const after = await github.releaseMerge({ sha, tag: 'v1.2.0', files: [] });
    expect(after).toMatchObject({
      tag: { objectSha: tag.objectSha, commitSha: sha, annotated: true },
      release: { tag: 'v1.2.0', draft: false },
      tags: [{ name: 'v1.2.0', commitSha: sha }],
      releases: [{ tag: 'v1.2.0', draft: false }],
    });
    expect(
      await github.findReleasesInFlight({ baseBranch: 'main', branchPrefix: 'release-v' }),
    ).toMatchObject({
      merged: [{ number: 1, mergeCommitSha: sha }],
      releases: [{ tag: 'v1.2.0', draft: false, body: newRelease.body }],
    });
    expect(world.sandbox.world.log.filter(({ operation }) => operation === 'unknown')).toEqual([]);
  });

  it('costs the requests that are promised', async () => {
    await using world = GitHubWorld.create();
    const sha = await world.mergeRelease();
    const { runId, artifactId } = world.packaged(sha);
    const github = world.as();
    const cost = async (act: () => Promise<unknown>) => {
      const before = world.requests();
      await act();
      return world.requests() - before;
    };
    let release: Awaited<ReturnType<typeof github.createRelease>> | undefined;
    const costs = {
      findReleasesInFlight: await cost(() => github.findReleasesInFlight({ baseBranch: 'main' })),
      pullRequestsOf: await cost(() => github.pullRequestsOf(sha)),
      releaseMerge: await cost(() => github.releaseMerge({ sha, tag: 'v1.2.0', files: FILES })),
      run: await cost(() => github.run(runId)),
      artifacts: await cost(() => github.artifacts(runId)),
      artifact: await cost(() => github.artifact(artifactId)),
      downloadArtifact: await cost(async () => {
        await bytes(await github.downloadArtifact(artifactId));
      }),
      createTag: await cost(() => github.createTag(newTag(sha))),
      findTag: await cost(() => github.findTag('v1.2.0')),
      dispatch: await cost(() => github.dispatch('publish.yml', { ref: 'v1.2.0' })),
      runsOf: await cost(() => github.runsOf('package.yml', { headSha: sha, event: 'push' })),
      releases: await cost(() => github.releases()),
      createRelease: await cost(async () => {
        release = await github.createRelease(newRelease);
      }),
      uploadAsset: await cost(() => github.uploadAsset(release!, asset('a.whl', 'a'))),
      updateRelease: await cost(() => github.updateRelease(release!.id, { draft: false })),
    };
    expect(costs).toEqual({
      findReleasesInFlight: 1,
      pullRequestsOf: 1,
      releaseMerge: 1,
      run: 1,
      artifacts: 1,
      artifact: 1,
      downloadArtifact: 1,
      createTag: 2,
      findTag: 1,
      dispatch: 1,
      runsOf: 1,
      releases: 1,
      createRelease: 1,
      uploadAsset: 1,
      updateRelease: 1,
    });
    expect(world.requests('artifact-storage')).toBe(1);
  });
});

describe('what is there already', () => {
  it('a pull request from the branch is returned, and nothing is made', async () => {
    await using world = GitHubWorld.create();
    world.push('release-v1.2.0', { 'CHANGELOG.md': 'x' });
    const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
    const github = world.as();
    const first = await github.createPullRequest(pull);
    expect(first).toMatchObject({
      created: true,
      draft: true,
      state: 'open',
      merged: false,
      mergeCommitSha: undefined,
    });
    expect(await github.createPullRequest({ ...pull, title: 'again' })).toEqual({ ...first, created: false });
    expect(world.sandbox.github.repository('heroku/demo').pulls).toHaveLength(1);
    const { open } = await github.findReleasesInFlight({ baseBranch: 'main', branchPrefix: 'release-v' });
    expect(open).toMatchObject([{ number: first.number, draft: true }]);
  });

  it('the same tag is made once, however often', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const first = await github.createTag(newTag(world.at('main')));
    expect(await world.as().createTag(newTag(world.at('main')))).toMatchObject({
      created: false,
      objectSha: first.objectSha,
      commitSha: first.commitSha,
    });
  });

  it('a tag on another commit stays', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const { objectSha } = await github.createTag(newTag(world.at('main')));
    const later = world.push('main', { 'a.txt': 'a' });
    await expect(github.createTag(newTag(later))).rejects.toMatchObject({ code: 'GITHUB_TAG_ELSEWHERE' });
    expect(world.at('v1.2.0')).toBe(objectSha);
  });

  it('an asset of the name is refused; a broken one is seen, deleted and replaced', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const draft = await drafted(world, github);
    await github.uploadAsset(draft, asset('a.whl', 'a'));
    await expect(github.uploadAsset(draft, asset('a.whl', 'a'))).rejects.toMatchObject({
      code: 'GITHUB_ALREADY_EXISTS',
      effect: 'unknown',
    });
    world.sandbox.github.leaveStarterAsset('heroku/demo', draft.id, 'b.whl', { by: 'dev' });
    const [seen] = await github.releases();
    const broken = seen?.assets.find(({ state }) => state === 'starter');
    expect(broken?.name).toBe('b.whl');
    await github.deleteAsset(broken!.id);
    expect(await github.uploadAsset(draft, asset('b.whl', 'b'))).toMatchObject({ state: 'uploaded' });
  });

  it('a published release keeps its tag; an immutable one also its files', async () => {
    await using world = GitHubWorld.create();
    world.sandbox.github.configure('heroku/demo', { immutableReleases: true });
    const github = world.as();
    const draft = await drafted(world, github);
    const published = await github.updateRelease(draft.id, { draft: false });
    expect(published.immutable).toBe(true);
    await expect(github.uploadAsset(published, asset('a.whl', 'a'))).rejects.toMatchObject({
      code: 'GITHUB_IMMUTABLE',
    });
    await expect(github.createRelease(newRelease)).rejects.toMatchObject({ code: 'GITHUB_ALREADY_EXISTS' });
    await expect(github.deleteDraftRelease(published)).rejects.toMatchObject({ code: 'GITHUB_BAD_ARGUMENT' });
    expect(await github.updateRelease(draft.id, { body: 'more' })).toMatchObject({
      body: 'more',
      draft: false,
    });
  });

  it('a second draft is made without a word, and can be deleted', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    await drafted(world, github);
    const second = await github.createRelease(newRelease);
    expect(await github.releases()).toHaveLength(2);
    await github.deleteDraftRelease(second);
    expect(await github.releases()).toHaveLength(1);
  });
});

describe('a write that landed while its answer was lost', () => {
  const lost = { land: true, then: 'reset' } as const;
  const doubtful = { code: 'GITHUB_UNAVAILABLE', effect: 'unknown' };

  it('a pull request: a second try finds it', async () => {
    await using world = GitHubWorld.create();
    world.push('release-v1.2.0', { 'CHANGELOG.md': 'x' });
    const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
    world.sandbox.world.faults.next('github.pulls.create', lost);
    await expect(world.as().createPullRequest(pull)).rejects.toMatchObject(doubtful);
    expect(await world.as().createPullRequest(pull)).toMatchObject({ created: false, number: 1 });
  });

  it.each(['github.git.createTag', 'github.git.createRef'])(
    'a tag at %s: a second try ends the same',
    async (operation) => {
      await using world = GitHubWorld.create();
      world.sandbox.world.faults.next(operation, lost);
      await expect(world.as().createTag(newTag(world.at('main')))).rejects.toMatchObject(doubtful);
      const again = await world.as().createTag(newTag(world.at('main')));
      expect(world.at('v1.2.0')).toBe(again.objectSha);
      expect(again.created).toBe(operation === 'github.git.createTag');
    },
  );

  it('a release, an upload, a publication, a deletion, a dispatch: each is sent once', async () => {
    await using world = GitHubWorld.create();
    const github = world.as();
    const draft = await drafted(world, github);
    const { faults } = world.sandbox.world;
    const stored = await github.uploadAsset(draft, asset('b.whl', 'b'));
    const writes: [string, () => Promise<unknown>][] = [
      ['github.releases.create', () => github.createRelease(newRelease)],
      ['github.assets.upload', () => github.uploadAsset(draft, asset('a.whl', 'a'))],
      ['github.assets.delete', () => github.deleteAsset(stored.id)],
      ['github.releases.update', () => github.updateRelease(draft.id, { draft: false })],
      ['github.actions.dispatch', () => github.dispatch('publish.yml', { ref: 'v1.2.0' })],
    ];
    for (const [operation, write] of writes) {
      for (const then of ['reset', { status: 502 }] as const) {
        const before = world.requests();
        faults.next(operation, { land: then === 'reset', then });
        await expect(write(), operation).rejects.toMatchObject(doubtful);
        expect(world.requests() - before, operation).toBe(1);
      }
    }
    expect(faults.unused).toEqual([]);
    const all = await github.releases();
    expect(all).toHaveLength(2);
    expect(all.find(({ id }) => id === draft.id)).toMatchObject({
      draft: false,
      assets: [{ name: 'a.whl' }],
    });
  });
});

describe('rights', () => {
  it('a token that may only read sees no drafts and writes nothing', async () => {
    await using world = GitHubWorld.create();
    await drafted(world, world.as());
    const reader = world.as({
      permissions: { contents: 'read', 'pull-requests': 'read', actions: 'read' },
      kind: 'job',
    });
    expect(await reader.releases()).toEqual([]);
    expect((await reader.findReleasesInFlight({ baseBranch: 'main' })).releases).toEqual([]);
    for (const write of [
      reader.createRelease(newRelease),
      reader.createTag({ ...newTag(world.at('main')), tag: 'v9' }),
      reader.dispatch('publish.yml', { ref: 'main' }),
    ]) {
      await expect(write).rejects.toMatchObject({
        code: 'GITHUB_FORBIDDEN',
        effect: 'none',
        hint: expect.stringContaining('=write') as string,
      });
    }
  });

  it('a query needs the rights of its fields', async () => {
    await using world = GitHubWorld.create();
    const narrow = world.as({ permissions: { contents: 'read' }, kind: 'job' });
    await expect(narrow.findReleasesInFlight({ baseBranch: 'main' })).rejects.toMatchObject({
      code: 'GITHUB_FORBIDDEN',
    });
  });

  it('a job may not tag a commit whose workflow files no branch has', async () => {
    await using world = GitHubWorld.create();
    const sha = world.at('main');
    world.push('main', { '.github/workflows/publish.yml': 'on: workflow_dispatch\njobs: {}\n' });
    await expect(world.as({ kind: 'job' }).createTag(newTag(sha))).rejects.toMatchObject({
      code: 'GITHUB_WORKFLOW_SCOPE',
      effect: 'none',
    });
  });

  it('a token that ended', async () => {
    await using world = GitHubWorld.create();
    const token = world.sandbox.github.issueToken({
      repository: 'heroku/demo',
      actor: 'dev',
      kind: 'user',
      permissions: {},
    });
    world.sandbox.github.revokeToken(token);
    await expect(world.as({ token }).releases()).rejects.toMatchObject({ code: 'GITHUB_BAD_CREDENTIALS' });
    await expect(world.as({ token }).findTag('v1')).rejects.toMatchObject({ code: 'GITHUB_BAD_CREDENTIALS' });
  });

  it('a repository that is not there', async () => {
    await using world = GitHubWorld.create();
    const github = world.as({ repo: 'nothing' });
    await expect(github.releases()).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
    await expect(github.findTag('v1')).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
  });
});

describe('artifacts', () => {
  it('are found by run and downloaded from the storage', async () => {
    await using world = GitHubWorld.create();
    const { runId, artifactId } = world.packaged(world.at('main'), 'zip bytes');
    const github = world.as({ permissions: { actions: 'read' }, kind: 'job' });
    expect(await github.run(runId)).toMatchObject({
      path: '.github/workflows/package.yml',
      event: 'push',
      headSha: world.at('main'),
      headBranch: 'main',
      headRepository: 'heroku/demo',
      status: 'completed',
      conclusion: 'success',
      attempt: 1,
    });
    const [artifact, ...others] = await github.artifacts(runId);
    expect(others).toEqual([]);
    expect(artifact).toEqual(await github.artifact(artifactId));
    expect(artifact).toMatchObject({
      name: 'release-dist',
      digest: `sha256:${createHash('sha256').update('zip bytes').digest('hex')}`,
      expired: false,
      runId,
      headSha: world.at('main'),
    });
    expect(await bytes(await github.downloadArtifact(artifactId))).toBe('zip bytes');
    expect((await github.runsOf('package.yml', { headSha: world.at('main') })).map(({ id }) => id)).toEqual([
      runId,
    ]);
  });

  it('are gone after their time', async () => {
    await using world = GitHubWorld.create();
    const { artifactId } = world.packaged(world.at('main'));
    world.sandbox.github.expireArtifact(artifactId);
    const github = world.as();
    expect(await github.artifact(artifactId)).toMatchObject({ expired: true });
    await expect(github.downloadArtifact(artifactId)).rejects.toMatchObject({ code: 'GITHUB_GONE' });
  });

  it('come over a new link when the first one fails', async () => {
    await using world = GitHubWorld.create();
    const { artifactId } = world.packaged(world.at('main'));
    world.sandbox.world.faults.next('github.storage.artifact', { then: { status: 403 } }, { then: 'reset' });
    expect(await bytes(await world.as().downloadArtifact(artifactId))).toBe('zip bytes');
    expect([world.requests(), world.requests('artifact-storage')]).toEqual([3, 3]);
  });
});

describe('waiting', () => {
  it('a read outlasts a rate limit and an outage', async () => {
    await using world = GitHubWorld.create();
    const start = world.clock.now();
    world.sandbox.world.faults.next(
      'github.graphql',
      { then: { status: 429, headers: { 'retry-after': '20' } } },
      { then: { status: 502 } },
      { then: 'reset' },
    );
    expect(await world.as().findTag('v1')).toBeUndefined();
    expect(world.clock.now() - start).toBe(20_000 + 2000 + 4000);
    expect(world.requests()).toBe(4);
  });

  it('a dispatch waits for the tag it was made for', async () => {
    await using world = GitHubWorld.create();
    world.sandbox.github.staleness.dispatchMs = 5000;
    const github = world.as();
    await github.createTag(newTag(world.at('main')));
    await github.dispatch('publish.yml', { ref: 'v1.2.0' });
    expect(world.sandbox.world.log.filter(({ status }) => status === 422)).toHaveLength(3);
  });

  it('a commit whose pull request is not known yet has none', async () => {
    await using world = GitHubWorld.create();
    world.sandbox.github.staleness.associationMs = 5000;
    const sha = await world.mergeRelease();
    const github = world.as();
    expect(await github.pullRequestsOf(sha)).toEqual([]);
    expect((await github.releaseMerge({ sha, files: [] })).pullRequests).toEqual([]);
    world.clock.advance(5000);
    expect(await github.pullRequestsOf(sha)).toHaveLength(1);
    expect((await github.releaseMerge({ sha, files: [] })).pullRequests).toHaveLength(1);
  });
});
