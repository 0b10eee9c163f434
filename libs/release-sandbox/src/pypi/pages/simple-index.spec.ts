import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { wheel } from '../../../test/archives.ts';
import { demoSdist, demoWheel, upload } from '../../../test/uploads.ts';
import { VirtualClock } from '../../../test/virtual-clock.ts';
import { startSandbox } from '../../sandbox.ts';
import type { RunningSandbox } from '../../sandbox.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const TOKEN = 'pypi-AgEIann';
const running: RunningSandbox[] = [];
let clock: VirtualClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new VirtualClock();
  sandbox = await startSandbox({
    clock,
    pypi: { projects: [{ name: 'Demo', owners: ['ann'] }], userTokens: [{ token: TOKEN, user: 'ann' }] },
  });
  running.push(sandbox);
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
});

const publish = (file = demoWheel()): Promise<Response> =>
  upload({
    url: sandbox.endpoints.PYPI_UPLOAD_URL,
    token: TOKEN,
    ...file,
    fields: { requires_python: '>=3.9' },
  });
const page = (name = 'demo', headers: Record<string, string> = { accept: JSON_TYPE }): Promise<Response> =>
  fetch(`${sandbox.endpoints.PYPI_INDEX_URL}${name}/`, { headers, redirect: 'manual' });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Page {
  readonly files: readonly {
    readonly filename: string;
    readonly url: string;
    readonly yanked: boolean | string;
  }[];
  readonly [key: string]: unknown;
}
const open = async (response: Promise<Response>): Promise<Page> => (await (await response).json()) as Page;
const names = async (): Promise<readonly string[]> =>
  (await open(page())).files.map(({ filename }) => filename);

describe('the JSON page', () => {
  it('names every file with digest, size and metadata', async () => {
    await publish();
    await publish(demoSdist());
    const { filename, bytes } = demoWheel();
    const metadata = { sha256: sha256(Buffer.from('Metadata-Version: 2.4\nName: demo\nVersion: 1.2.0\n')) };
    expect(await open(page())).toMatchObject({
      name: 'demo',
      versions: ['1.2.0'],
      meta: { 'api-version': '1.4' },
      'project-status': { status: 'active' },
      files: [
        {
          filename,
          hashes: { sha256: sha256(bytes) },
          size: bytes.length,
          'requires-python': '>=3.9',
          yanked: false,
          provenance: null,
          'core-metadata': metadata,
          'upload-time': '2026-01-02T03:04:05.000000Z',
        },
        { filename: 'demo-1.2.0.tar.gz', 'core-metadata': false },
      ],
    });
  });

  it('grows its serial with each change', async () => {
    await publish();
    const before = (await page()).headers.get('x-pypi-last-serial');
    await publish(demoSdist());
    expect(Number((await page()).headers.get('x-pypi-last-serial'))).toBeGreaterThan(Number(before));
  });

  it('shows yanked files with the reason', async () => {
    await publish();
    await publish(demoSdist());
    sandbox.pypi.yank('demo-1.2.0.tar.gz');
    sandbox.pypi.yank('demo-1.2.0-py3-none-any.whl', 'broken');
    expect((await open(page())).files.map(({ yanked }) => yanked)).toEqual(['broken', true]);
  });

  it('of a quarantined project lists nothing', async () => {
    await publish();
    sandbox.pypi.store.project('demo')!.status = 'quarantined';
    expect(await open(page())).toMatchObject({ files: [], 'project-status': { status: 'quarantined' } });
  });
});

describe('the page by Accept', () => {
  it.each([
    ['*/*', 'text/html'],
    ['text/html', 'text/html'],
    [`${JSON_TYPE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01`, JSON_TYPE],
    ['application/vnd.pypi.simple.v1+html, text/html;q=0.5', 'application/vnd.pypi.simple.v1+html'],
  ])('%s is %s', async (accept, type) => {
    const response = await page('demo', { accept });
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('vary')).toBe('Accept');
  });

  it('in HTML links the file with digest and attributes', async () => {
    await publish();
    const html = await (await page('demo', { accept: 'text/html' })).text();
    expect(html).toContain(`#sha256=${sha256(demoWheel().bytes)}" data-requires-python="&gt;=3.9"`);
    expect(html).toContain('>demo-1.2.0-py3-none-any.whl</a>');
    expect(html).toMatch(/data-core-metadata="sha256=[0-9a-f]{64}"/);
  });
});

describe('addresses', () => {
  it('of another spelling redirect to the normalised one', async () => {
    const response = await page('De.._mo');
    expect([response.status, response.headers.get('location')]).toEqual([301, '/simple/de-mo/']);
    const bare = await fetch(`${sandbox.endpoints.PYPI_INDEX_URL}Demo`, { redirect: 'manual' });
    expect([bare.status, bare.headers.get('location')]).toEqual([301, '/simple/demo/']);
  });

  it('of unknown projects are not found', async () => {
    expect((await page('nowhere')).status).toBe(404);
  });

  it('lists the projects', async () => {
    const response = await fetch(sandbox.endpoints.PYPI_INDEX_URL, { headers: { accept: JSON_TYPE } });
    expect(await response.json()).toMatchObject({ projects: [{ name: 'demo' }] });
  });
});

it('answers an unchanged page by 304', async () => {
  await publish();
  const etag = (await page()).headers.get('etag')!;
  expect((await page('demo', { accept: JSON_TYPE, 'if-none-match': etag })).status).toBe(304);
  await publish(demoSdist());
  expect((await page('demo', { accept: JSON_TYPE, 'if-none-match': etag })).status).toBe(200);
});

describe('files', () => {
  it('are downloaded byte for byte, and the METADATA beside them', async () => {
    await publish();
    const url = (await open(page())).files[0]!.url;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(demoWheel().bytes)).toBe(true);
    expect(await (await fetch(`${url}.metadata`)).text()).toBe(
      'Metadata-Version: 2.4\nName: demo\nVersion: 1.2.0\n',
    );
  });

  it('have no METADATA beside an sdist, and no address with another digest', async () => {
    await publish(demoSdist());
    const url = (await open(page())).files[0]!.url;
    expect((await fetch(`${url}.metadata`)).status).toBe(404);
    expect((await fetch(url.replace(/\/[0-9a-f]{60}\//, `/${'0'.repeat(60)}/`))).status).toBe(404);
  });
});

describe('a stale index', () => {
  it('shows the file after the delay, while the JSON pages have it at once', async () => {
    sandbox.pypi.indexDelayMs = 60_000;
    await publish();
    const json = `${sandbox.endpoints.PYPI_OIDC_URL}/pypi/demo/1.2.0/json`;
    expect(await names()).toEqual([]);
    expect((await fetch(json)).status).toBe(200);
    clock.advance(59_999);
    expect(await names()).toEqual([]);
    clock.advance(1);
    expect(await names()).toEqual(['demo-1.2.0-py3-none-any.whl']);
  });

  it('does not know a new project yet', async () => {
    sandbox.pypi.indexDelayMs = 1000;
    const fresh = { filename: 'fresh-1.0-py3-none-any.whl', bytes: wheel('fresh', '1.0') };
    expect((await publish(fresh)).status).toBe(200);
    expect((await page('fresh')).status).toBe(404);
    clock.advance(1000);
    expect((await open(page('fresh'))).files).toHaveLength(1);
  });

  it('may hold for the JSON pages too', async () => {
    sandbox.pypi.jsonDelayMs = 1000;
    await publish();
    const json = `${sandbox.endpoints.PYPI_OIDC_URL}/pypi/demo/1.2.0/json`;
    expect((await fetch(json)).status).toBe(404);
    clock.advance(1000);
    expect((await fetch(json)).status).toBe(200);
  });
});

describe('the JSON pages', () => {
  it('give the files of a release, by any spelling of its version', async () => {
    await publish();
    const base = `${sandbox.endpoints.PYPI_OIDC_URL}/pypi/demo`;
    const expected = {
      info: { name: 'demo', version: '1.2.0', requires_python: '>=3.9' },
      urls: [{ filename: 'demo-1.2.0-py3-none-any.whl', digests: { sha256: sha256(demoWheel().bytes) } }],
    };
    for (const path of ['/1.2.0/json', '/1.2/json', '/json']) {
      expect(await (await fetch(base + path)).json()).toMatchObject(expected);
    }
    expect((await fetch(`${base}/9.9/json`)).status).toBe(404);
    expect((await fetch(`${sandbox.endpoints.PYPI_OIDC_URL}/pypi/nowhere/json`)).status).toBe(404);
  });
});

it('suffers faults by name', async () => {
  sandbox.faults.next('pypi.simple', { then: { status: 503, headers: { 'retry-after': '3' } } });
  expect((await page()).status).toBe(503);
  expect((await page()).status).toBe(200);
});
