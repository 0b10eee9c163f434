import { writeFile } from 'node:fs/promises';
import { HttpClient, Redactor } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildFolder, buildSdist, buildWheel } from '../test/built-files.ts';
import { contentOf, startOddIndex } from '../test/odd-index.ts';
import type { OddAnswer, OddIndex } from '../test/odd-index.ts';
import { readDistribution } from './distribution/distribution.ts';
import type { Distribution } from './distribution/distribution.ts';
import { PypiPublisher } from './publisher.ts';
import type { PublishedFile, PublishIo, PypiPublisherOptions } from './publisher.ts';
import { planUploads } from './upload/upload-plan.ts';

const UPLOAD = 'POST /legacy/';
const PAGE = 'GET /simple/demo/';
const TOKEN = 'pypi-a-token-of-the-test';
const WHEEL = 'demo-1.0.0-py3-none-any.whl';
const SDIST = 'demo-1.0.0.tar.gz';
const release = { name: 'demo', version: '1.0.0' };

let index: OddIndex;
let clock: VirtualClock;
let folder: string;
let wheel: string;
let sdist: string;
let file: Distribution;
let redactor: Redactor;

beforeEach(async () => {
  index = await startOddIndex();
  clock = new VirtualClock();
  redactor = new Redactor();
  folder = await buildFolder();
  wheel = await buildWheel(folder);
  sdist = await buildSdist(folder);
  file = await readDistribution(wheel);
});

/** A publisher without credentials. */
function bare(options: Partial<PypiPublisherOptions> = {}): PypiPublisher {
  return new PypiPublisher({
    http: new HttpClient(),
    clock,
    random: { hex: (bytes) => 'ab'.repeat(bytes), fraction: () => 1 },
    redactor,
    endpoints: index.endpoints,
    ...options,
  });
}

const publisher = (options: Partial<PypiPublisherOptions> = {}) => bare({ token: TOKEN, ...options });

/** Reads the index once and uploads the wheel. */
async function upload(by: PypiPublisher, io: PublishIo = {}): Promise<PublishedFile | undefined> {
  const plan = planUploads([file], await by.listFiles('demo'));
  return (await by.uploadMissing(plan, io)).files[0];
}

const refused = (code: string): OddAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'no', code: `400 ${code}`, title: 'Bad Request' }),
});

describe('publish', () => {
  it('reads the index once, then sends the wheel before the sdist, with the token and the exact length', async () => {
    const report = await publisher().publish([sdist, wheel], release);
    expect(report.files.map(({ filename, kind }) => [filename, kind])).toEqual([
      [WHEEL, 'uploaded'],
      [SDIST, 'uploaded'],
    ]);
    expect(index.log).toEqual([PAGE, UPLOAD, UPLOAD]);
    for (const { headers, body } of index.seen.slice(1)) {
      expect(headers.authorization).toBe(`Basic ${Buffer.from(`__token__:${TOKEN}`).toString('base64')}`);
      expect(headers['content-length']).toBe(String(body.length));
      expect(headers['transfer-encoding']).toBeUndefined();
      expect(headers['user-agent']).not.toContain('twine');
    }
    expect(index.files.get(WHEEL)).toBe(file.sha256);
  });

  it('sends nothing the second time', async () => {
    await publisher().publish([wheel, sdist], release);
    const again = await publisher().publish([wheel, sdist], release);
    expect(again.files.map(({ kind }) => kind)).toEqual(['already-published', 'already-published']);
    expect(index.log.filter((line) => line === UPLOAD)).toHaveLength(2);
  });

  it('finds a conflict of the last file before it sends the first one', async () => {
    index.files.set(SDIST, 'f'.repeat(64));
    await expect(publisher().publish([wheel, sdist], release)).rejects.toMatchObject({
      code: 'PYPI_FILE_CONFLICT',
    });
    expect(index.log).toEqual([PAGE]);
  });

  it('sends nothing when the files cannot be published', async () => {
    await expect(publisher().publish([wheel], { name: 'demo', version: '2.0' })).rejects.toMatchObject({
      code: 'PYPI_DISTRIBUTION_REFUSED',
    });
    expect(index.log).toEqual([]);
  });

  it('sends nothing before the index was read', async () => {
    index.next(PAGE, ...Array.from({ length: 4 }, () => ({ status: 503 })));
    await expect(publisher().publish([wheel], release)).rejects.toMatchObject({
      code: 'PYPI_INDEX_UNAVAILABLE',
    });
    expect(index.log).toEqual([PAGE, PAGE, PAGE, PAGE]);
  });

  it('sends attestations only with their file', async () => {
    const attestations = new Map([[WHEEL, [{ version: 1 }]]]);
    await publisher().publish([wheel, sdist], { ...release, attestations });
    const sent = index.seen
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => Object.fromEntries(contentOf(body).fields)['attestations']);
    expect(sent).toEqual(['[{"version":1}]', undefined]);
  });

  it('lists in its error the files that are on the index and those that were not tried', async () => {
    index.next(UPLOAD, { land: true }, refused('Invalid value for Summary'));
    await expect(publisher().publish([wheel, sdist], release)).rejects.toMatchObject({
      code: 'PYPI_UPLOAD_REFUSED',
      message: expect.stringContaining(`on the index: ${WHEEL}; not tried: none`) as unknown,
    });
    expect([...index.files.keys()]).toEqual([WHEEL]);
  });

  it('sends nothing after the signal', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    const plan = planUploads([file], []);
    await expect(publisher().uploadMissing(plan, { signal })).rejects.toThrow('stop');
    expect(index.log).toEqual([]);
  });

  it('reports every file, also those that were on the index before', async () => {
    await publisher().publish([sdist], release);
    const { files } = await publisher().publish([sdist, wheel], release);
    expect(files.map(({ filename, kind }) => [filename, kind])).toEqual([
      [WHEEL, 'uploaded'],
      [SDIST, 'already-published'],
    ]);
  });
});

describe('uploadMissing', () => {
  it('reports each file that was missing, with its hash and size', async () => {
    const { sha256, size } = file;
    const source = await readDistribution(sdist);
    index.files.set(SDIST, source.sha256);
    const plan = planUploads([source, file], await publisher().listFiles('demo'));
    expect(await publisher().uploadMissing(plan)).toEqual({
      files: [{ filename: WHEEL, kind: 'uploaded', sha256, size }],
    });
    expect(index.log).toEqual([PAGE, UPLOAD]);
  });

  it('refuses a plan with conflicts before it sends anything', async () => {
    index.files.set(SDIST, 'f'.repeat(64));
    const files = [file, await readDistribution(sdist)];
    const plan = planUploads(files, await publisher().listFiles('demo'));
    await expect(publisher().uploadMissing(plan)).rejects.toMatchObject({ code: 'PYPI_FILE_CONFLICT' });
    expect(index.log).toEqual([PAGE]);
  });
});

describe('an upload whose response is lost or unusual', () => {
  it.each<[string, OddAnswer]>([
    ['the connection broke after the file was stored', { land: true, reset: true }],
    ['503 after the file was stored', { land: true, status: 503, body: '<html>' }],
    ['a refusal caused by the earlier attempt', { ...refused('File already exists'), land: true }],
    ['409 as pypiserver gives it for the same content', { land: true, status: 409 }],
    [
      '403 of an index that does not allow overwriting',
      { land: true, status: 403, body: 'cannot be updated' },
    ],
    ['404 of an index that hides protected files', { land: true, status: 404 }],
  ])('%s: the file is found on the index and not sent twice', async (_what, answer) => {
    index.next(UPLOAD, answer);
    expect(await upload(publisher())).toMatchObject({ kind: 'already-published' });
    expect(index.log).toEqual([PAGE, UPLOAD, PAGE]);
  });

  it.each<[string, OddAnswer]>([
    ['the connection broke before', { reset: true }],
    ['502', { status: 502 }],
    ['429', { status: 429, headers: { 'retry-after': '7' } }],
    ['a digest that did not match', refused('The digest supplied does not match a digest calculated')],
  ])('%s: the same bytes are sent again after the index was checked', async (_what, answer) => {
    index.next(UPLOAD, answer);
    expect(await upload(publisher())).toMatchObject({ kind: 'uploaded' });
    expect(index.log).toEqual([PAGE, UPLOAD, PAGE, UPLOAD]);
    const [first, second] = index.seen.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    expect(index.files.get(WHEEL)).toBe(file.sha256);
  });

  it('waits as long as the index asks, at most two minutes', async () => {
    const start = clock.now();
    index.next(UPLOAD, { status: 429, headers: { 'retry-after': '7' } });
    await upload(publisher());
    expect(clock.now() - start).toBe(7_000);
    index.files.clear();
    index.next(UPLOAD, { status: 503, headers: { 'retry-after': '9999' } });
    await upload(publisher());
    expect(clock.now() - start).toBe(127_000);
  });

  it('waits longer after each attempt and gives up after five, with unknown effect', async () => {
    const start = clock.now();
    index.next(UPLOAD, ...Array.from({ length: 5 }, () => ({ status: 500 })));
    await expect(upload(publisher())).rejects.toMatchObject({
      code: 'PYPI_UPLOAD_UNCERTAIN',
      effect: 'unknown',
    });
    expect(index.unused).toBe(0);
    expect(clock.now() - start).toBe(1_000 + 2_000 + 4_000 + 8_000);
  });

  it('gives up on an index that stays busy, with nothing stored', async () => {
    index.next(UPLOAD, ...Array.from({ length: 5 }, () => ({ status: 429 })));
    await expect(upload(publisher())).rejects.toMatchObject({
      code: 'PYPI_UPLOAD_LIMITED',
      effect: 'none',
    });
  });

  it('finds a different file that was uploaded in the meantime', async () => {
    index.next(UPLOAD, { reset: true });
    index.next(PAGE, { status: 404 });
    index.files.set(WHEEL, 'f'.repeat(64));
    await expect(upload(publisher())).rejects.toMatchObject({ code: 'PYPI_FILE_CONFLICT' });
    expect(index.log).toEqual([PAGE, UPLOAD, PAGE]);
  });

  it('keeps checking for a while when the index says "already exists" but does not show the file yet', async () => {
    index.next(UPLOAD, { ...refused('File already exists'), land: true });
    index.next(PAGE, { status: 404 }, { status: 404 }, { status: 404 });
    expect(await upload(publisher())).toMatchObject({ kind: 'already-published' });
    expect(index.log).toEqual([PAGE, UPLOAD, PAGE, PAGE, PAGE]);
  });

  it('reports the refusal when the index never shows the file', async () => {
    index.next(UPLOAD, refused("File already exists ('other.whl')"));
    await expect(upload(publisher())).rejects.toMatchObject({ code: 'PYPI_FILE_CONFLICT' });
    expect(index.log.filter((line) => line === PAGE)).toHaveLength(7);
  });

  it.each<[string, string, OddAnswer]>([
    ['PYPI_UPLOAD_REFUSED', 'bad metadata', refused("'9.9' is not a valid metadata version")],
    [
      'PYPI_UPLOAD_FORBIDDEN',
      'a wrong token',
      { status: 403, body: 'Invalid or non-existent authentication information.' },
    ],
    [
      'PYPI_UPLOAD_FORBIDDEN',
      'an expired token that cannot be renewed',
      { status: 403, body: 'Invalid API Token: token is expired' },
    ],
    [
      'PYPI_UPLOAD_CLOSED',
      'maintenance',
      { status: 403, body: 'Read-only mode: Uploads are temporarily disabled.' },
    ],
    [
      'PYPI_PROJECT_UNKNOWN',
      'a project that does not exist',
      refused('Non-user identities cannot create new projects.'),
    ],
    ['PYPI_UPLOAD_URL_WRONG', 'the index URL', { status: 405 }],
    ['PYPI_UPLOAD_REFUSED', 'an endless page', { status: 400, body: 'x'.repeat(300_000) }],
  ])('%s for %s, without a second attempt', async (code, _what, answer) => {
    index.next(UPLOAD, answer);
    await expect(upload(publisher())).rejects.toMatchObject({ code });
    expect(index.log.filter((line) => line === UPLOAD)).toHaveLength(1);
  });

  it('stays uncertain when the index cannot be read', async () => {
    index.next(UPLOAD, ...Array.from({ length: 5 }, () => ({ reset: true })));
    index.next(PAGE, { status: 404 }, ...Array.from({ length: 20 }, () => ({ status: 503 })));
    await expect(upload(publisher())).rejects.toMatchObject({
      code: 'PYPI_UPLOAD_UNCERTAIN',
      effect: 'unknown',
    });
  });

  it('notices a file that changed after it was read', async () => {
    await writeFile(wheel, 'other');
    await expect(upload(publisher())).rejects.toMatchObject({ code: 'PYPI_FILE_CHANGED' });
    expect(index.log).toEqual([PAGE]);
  });
});

describe('a response whose body never ends', () => {
  it('does not keep its connection, whatever the status', async () => {
    const open: OddAnswer = { open: true, body: 'x'.repeat(100_000) };
    const moved = (location: string): OddAnswer => ({ ...open, status: 307, headers: { location } });
    index.next(PAGE, { ...open, status: 503 }, moved(PAGE.slice(4)), { ...open, status: 404 });
    index.next(UPLOAD, { ...open, status: 502 }, { ...open, status: 429 }, moved('/legacy/'));
    expect(await upload(publisher())).toMatchObject({ kind: 'uploaded' });
    expect(index.unused).toBe(0);
    expect(index.closed).toHaveLength(6);
    await Promise.all(index.closed);
  }, 10_000);
});

describe('redirects of an upload', () => {
  it('are followed on the same origin, and the file is read again', async () => {
    index.next('POST /legacy', { status: 308, headers: { location: '/legacy/' } });
    const endpoints = { ...index.endpoints, uploadUrl: `${index.origin}/legacy` };
    expect(await upload(publisher({ endpoints }))).toMatchObject({ kind: 'uploaded' });
    expect(index.files.get(WHEEL)).toBe(file.sha256);
  });

  it('never send the token to another origin', async () => {
    const other = await startOddIndex();
    for (const answer of [
      { status: 308, headers: { location: `${other.origin}/legacy/` } },
      { status: 302, headers: { location: '/legacy/' } },
      { status: 307 },
    ]) {
      index.next(UPLOAD, answer);
      await expect(upload(publisher())).rejects.toMatchObject({ code: 'PYPI_UPLOAD_URL_WRONG' });
    }
    index.next(
      UPLOAD,
      ...Array.from({ length: 5 }, () => ({ status: 307, headers: { location: '/legacy/' } })),
    );
    await expect(upload(publisher())).rejects.toMatchObject({ code: 'PYPI_UPLOAD_URL_WRONG' });
    expect(other.log).toEqual([]);
    expect(index.files.size).toBe(0);
  });
});

describe('credentials', () => {
  it('from trusted publishing: one token for all files, none when there is nothing to send', async () => {
    const identityToken = () => Promise.resolve('eyJhbGciOiJSUzI1NiJ9.eyJyZXBvc2l0b3J5IjoiYS9iIn0.c2ln');
    const make = () => bare({ identityToken });
    await make().publish([wheel, sdist], release);
    expect(index.minted).toBe(1);
    await make().publish([wheel, sdist], release);
    expect(index.minted).toBe(1);
    index.files.clear();
    index.next(UPLOAD, { status: 403, body: 'Invalid API Token: token is expired' });
    await upload(make());
    expect(index.minted).toBe(3);
    expect(redactor.text('pypi-minted-token-number-3')).toBe('[redacted]');
  });

  it('missing: the error comes before anything is sent', async () => {
    await expect(upload(bare())).rejects.toMatchObject({ code: 'PYPI_NO_CREDENTIALS' });
    expect(index.log).toEqual([PAGE]);
  });

  it('never appear in an error', async () => {
    const echo = { status: 403, body: `Invalid API Token: ${TOKEN} is not valid for project` };
    index.next(UPLOAD, echo);
    const error: unknown = await upload(publisher()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PYPI_UPLOAD_FORBIDDEN' });
    expect(String(error)).not.toContain(TOKEN);
  });
});

describe('the index after an upload', () => {
  it('is polled until it shows everything', async () => {
    await publisher().publish([wheel], release);
    index.next(PAGE, { status: 404 }, { status: 503 }, { reset: true });
    const start = clock.now();
    expect(await publisher().waitUntilVisible('demo', [file])).toEqual({ visible: [WHEEL], missing: [] });
    expect(clock.now() - start).toBe(2_000 + 4_000 + 8_000);
  });

  it('is no longer polled when the budget is used up, without an error', async () => {
    index.files.set(SDIST, 'f'.repeat(64));
    const start = clock.now();
    const seen = await publisher().waitUntilVisible('demo', [file], { budgetMs: 60_000 });
    expect(seen).toEqual({ visible: [], missing: [WHEEL] });
    expect(clock.now() - start).toBeLessThanOrEqual(60_000);
  });

  it('causes an error when it shows another file', async () => {
    index.files.set(WHEEL, 'f'.repeat(64));
    await expect(publisher().waitUntilVisible('demo', [file])).rejects.toMatchObject({
      code: 'PYPI_INDEX_MISMATCH',
    });
  });

  it('is compared file by file', async () => {
    index.files
      .set(WHEEL, file.sha256)
      .set('demo-1.0-2-py3-none-any.whl', 'e'.repeat(64))
      .set('demo-2.0.tar.gz', 'e');
    const expected = [file, { filename: SDIST, sha256: 'a'.repeat(64) }];
    expect(await publisher().verify(release, expected)).toMatchObject({
      verdict: 'different',
      files: [
        { filename: WHEEL, verdict: 'same' },
        { filename: SDIST, verdict: 'missing' },
        { filename: 'demo-1.0-2-py3-none-any.whl', verdict: 'extra' },
      ],
    });
    index.files.delete('demo-1.0-2-py3-none-any.whl');
    expect(await publisher().verify(release, expected)).toMatchObject({ verdict: 'incomplete' });
    expect(await publisher().verify(release, [file])).toMatchObject({ verdict: 'same' });
  });

  it('may redirect its pages, but not endlessly', async () => {
    index.files.set(WHEEL, file.sha256);
    index.next(PAGE, { status: 301, headers: { location: '/moved/' } });
    index.next('GET /moved/', { status: 302, headers: { location: PAGE.slice(4) } });
    expect(await publisher().listFiles('demo')).toHaveLength(1);
    index.next(
      PAGE,
      ...Array.from({ length: 6 }, () => ({ status: 301, headers: { location: PAGE.slice(4) } })),
    );
    await expect(publisher().listFiles('demo')).rejects.toMatchObject({ code: 'PYPI_INDEX_UNAVAILABLE' });
  });
});
