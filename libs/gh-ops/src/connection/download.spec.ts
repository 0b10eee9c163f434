import { Redactor } from '@heroku-release/release-kit';
import { describe, expect, it } from 'vitest';
import { refused } from '../../test/responses.ts';
import { type Reply, ScriptedGitHub } from '../../test/scripted-github.ts';
import type { Download } from './download.ts';

const SECRET = 'sig=Zm9vYmFyZm9vYmFyZm9v%2Bbar&se=2026-01-02';
const link: Reply = { status: 302, headers: { location: `http://127.0.0.1:2/store/41.zip?${SECRET}` } };
const zip: Reply = {
  status: 200,
  text: 'bytes',
  headers: { 'content-type': 'application/zip', 'content-length': '5' },
};
const text = async ({ stream }: Download) => Buffer.concat(await Array.fromAsync(stream)).toString();

describe('downloading an artifact', () => {
  it('reads from the storage without credentials, with one request to GitHub', async () => {
    const github = new ScriptedGitHub().reply(link, zip);
    const download = await github.repository().runs.downloadArtifact(41);
    expect(download).toMatchObject({ size: 5, contentType: 'application/zip' });
    expect(await text(download)).toBe('bytes');
    expect(github.received.map(({ headers }) => 'authorization' in headers)).toEqual([true, false]);
    expect(github.http.sent.map(({ service, path }) => `${service} ${path}`)).toEqual([
      'github /api/v3/repos/heroku/demo/actions/artifacts/41/zip',
      'artifact-storage /store/41.zip',
    ]);
  });

  it.each<[string, Reply]>([
    ['the link expired', refused(403, 'expired')],
    ['the connection to the storage broke', 'break'],
  ])('asks for a new link when %s', async (_name, reply) => {
    const github = new ScriptedGitHub().reply(link, reply, link, zip);
    expect(await text(await github.repository().runs.downloadArtifact(41))).toBe('bytes');
    expect(github.calls).toHaveLength(4);
  });

  it('reports an expired artifact as gone', async () => {
    const github = new ScriptedGitHub().reply(refused(410, 'Artifact has expired'));
    await expect(github.repository().runs.downloadArtifact(41)).rejects.toMatchObject({
      code: 'GITHUB_GONE',
    });
  });

  it('ends at the size limit', async () => {
    const github = new ScriptedGitHub().reply(link, zip);
    const download = await github.repository().runs.downloadArtifact(41, { maxBytes: 4 });
    await expect(text(download)).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });

  it.each<[string, Reply]>([
    ['without a link', { status: 302 }],
    ['with a relative link', { status: 302, headers: { location: '/relative' } }],
  ])('rejects a redirect %s', async (_name, reply) => {
    const github = new ScriptedGitHub().reply(reply);
    await expect(github.repository().runs.downloadArtifact(41)).rejects.toMatchObject({
      code: 'GITHUB_UNEXPECTED_ANSWER',
    });
  });
});

describe('the link to the storage', () => {
  it('is never shown, and is added to the redactor', async () => {
    const redactor = new Redactor();
    const github = new ScriptedGitHub().reply(link, 'break', link, 'break', link, 'break', link, 'break');
    const error: unknown = await github
      .repository({ redactor })
      .runs.downloadArtifact(41)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'GITHUB_UNAVAILABLE', effect: 'none' });
    let shown = '';
    for (let at: unknown = error; at instanceof Error; at = at.cause)
      shown += `${at.message}\n${at.stack ?? ''}`;
    expect(shown).not.toContain('Zm9v');
    expect(redactor.text(`a ${SECRET} b Zm9vYmFyZm9vYmFyZm9v+bar c`)).toBe('a [redacted] b [redacted] c');
  });

  it('is refused over plain http to another host', async () => {
    const github = new ScriptedGitHub().reply({
      status: 302,
      headers: { location: 'http://store.example/41.zip' },
    });
    await expect(github.repository().runs.downloadArtifact(41)).rejects.toMatchObject({
      code: 'HTTP_INSECURE',
    });
    expect(github.calls).toHaveLength(1);
  });
});

describe('downloading an asset', () => {
  it('reads from the response or from the storage', async () => {
    const direct: Reply = {
      status: 200,
      text: 'bytes',
      headers: { 'content-type': 'application/octet-stream' },
    };
    const github = new ScriptedGitHub().reply(direct, link, zip);
    const repository = github.repository();
    expect(await text(await repository.releases.downloadAsset(21))).toBe('bytes');
    expect(await text(await repository.releases.downloadAsset(21))).toBe('bytes');
    expect(github.received[0]?.headers['accept']).toBe('application/octet-stream');
    expect(github.calls[0]).toBe('GET /api/v3/repos/heroku/demo/releases/assets/21');
  });
});
