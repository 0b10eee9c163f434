import { HttpClient } from '@heroku-release/release-kit';
import { expect, it } from 'vitest';
import { GitHubWorld } from './world.ts';

const MIB = 1024 * 1024;

it('a release over real HTTP: its files are streamed in both directions', async () => {
  await using world = await GitHubWorld.start();
  const github = world.as({ http: new HttpClient() });
  const commit = world.at('main');
  const tagger = { name: 'Release', email: 'release@example.test', date: '2026-01-02T00:00:00Z' };
  await github.tags.ensure({ tag: 'v1.2.0', commit, message: 'm', tagger });
  const draft = await github.releases.createDraft({ tag: 'v1.2.0', name: 'n', body: 'b' });
  const asset = await github.releases.uploadAsset(draft, {
    name: 'big.bin',
    contentType: 'application/octet-stream',
    size: 8 * MIB,
    async *open() {
      for (let part = 0; part < 8; part += 1) yield await Promise.resolve(new Uint8Array(MIB).fill(part));
    },
  });
  expect(asset).toMatchObject({ size: 8 * MIB, state: 'uploaded' });

  const { artifactId } = world.packaged(commit, 'z'.repeat(3 * MIB));
  let length = 0;
  const { stream, size } = await github.runs.downloadArtifact(artifactId);
  for await (const chunk of stream) length += chunk.byteLength;
  expect([length, size]).toEqual([3 * MIB, 3 * MIB]);
});

it('a connection that breaks after a write: effect unknown', async () => {
  await using world = await GitHubWorld.start();
  world.push('release-v1.2.0', { 'CHANGELOG.md': 'x' });
  world.sandbox.faults.next('github.pulls.create', { land: true, then: 'reset' });
  const github = world.as({ http: new HttpClient() });
  const pull = { head: 'release-v1.2.0', base: 'main', title: 't', body: 'b', draft: true };
  await expect(github.pulls.ensure(pull)).rejects.toMatchObject({
    code: 'GITHUB_UNAVAILABLE',
    effect: 'unknown',
  });
  expect(await github.pulls.ensure(pull)).toMatchObject({ created: false });
});
