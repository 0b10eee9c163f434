import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HttpClient, Redactor, systemClock, systemRandom } from '@heroku-release/release-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { planUploads, PypiPublisher, readDistribution } from '../src/index.ts';
import { buildFolder, buildSdist, buildWheel } from './built-files.ts';

const run = promisify(execFile);
const folder = await buildFolder();
const bin = (name: string) => join(folder, 'venv', 'bin', name);
const packages = join(folder, 'packages');
const PASSWORD = 'a-password-for-the-test';

/** Installs pypiserver, a real index. Returns the reason when that is not possible. */
async function install(): Promise<string | undefined> {
  try {
    await run('python3', ['-m', 'venv', join(folder, 'venv')]);
    await run(bin('python'), ['-m', 'pip', 'install', '--quiet', 'pypiserver[passlib]']);
    const script =
      'import sys; from passlib.apache import HtpasswdFile\n' +
      'h = HtpasswdFile(sys.argv[1], new=True); h.set_password("__token__", sys.argv[2]); h.save()';
    await run(bin('python'), ['-c', script, join(folder, 'htpasswd'), PASSWORD]);
    await mkdir(packages);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function start(): Promise<{ server: ChildProcess; origin: string }> {
  const port = await freePort();
  const common = ['-i', '127.0.0.1', '-p', String(port), '--disable-fallback'];
  const server = spawn(
    bin('pypi-server'),
    ['run', ...common, '-P', join(folder, 'htpasswd'), '-a', 'update', packages],
    { stdio: 'ignore' },
  );
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const up = await fetch(`${origin}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return { server, origin };
    await delay(100);
  }
  server.kill();
  throw new Error('pypiserver did not start');
}

const obstacle = await install();
if (obstacle !== undefined) console.warn(`pypiserver cannot be installed here: ${obstacle}`);

describe.skipIf(obstacle !== undefined)('against a real pypiserver', async () => {
  const running = obstacle === undefined ? await start() : undefined;
  const origin = running?.origin ?? '';
  afterAll(() => running?.server.kill());

  const publisher = (token = PASSWORD) =>
    new PypiPublisher({
      http: new HttpClient(),
      clock: systemClock,
      random: systemRandom,
      redactor: new Redactor(),
      endpoints: { uploadUrl: `${origin}/`, indexUrl: `${origin}/simple/`, oidcUrl: origin },
      token,
      polling: { waitsMs: [100], budgetMs: 5_000 },
    });
  const release = { name: 'demo', version: '1.0.0' };
  const build = async (code?: string) => {
    return [await buildWheel(folder, { code }), await buildSdist(folder, { code })];
  };

  it('publishes, waits and verifies; a second run sends nothing', async () => {
    const paths = await build();
    const first = await publisher().publish(paths, release);
    expect(first.files.map(({ kind }) => kind)).toEqual(['uploaded', 'uploaded']);
    expect((await readdir(packages)).sort()).toEqual(['demo-1.0.0-py3-none-any.whl', 'demo-1.0.0.tar.gz']);
    const files = await Promise.all(paths.map((path) => readDistribution(path)));
    expect(await publisher().waitUntilVisible('demo', files)).toMatchObject({ missing: [] });
    expect(await publisher().verify(release, files)).toMatchObject({ verdict: 'same' });
    const second = await publisher().publish(paths, release);
    expect(second.files.map(({ kind }) => kind)).toEqual(['already-published', 'already-published']);
  });

  it('has the files that pip downloads, byte for byte', async () => {
    const [wheel] = await build();
    const into = join(folder, 'downloaded');
    await run(bin('python'), [
      ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-cache-dir', '--isolated'],
      ...['--index-url', `${origin}/simple/`, '--dest', into, 'demo==1.0.0'],
    ]);
    const got = await readDistribution(join(into, 'demo-1.0.0-py3-none-any.whl'));
    expect(got.sha256).toBe((await readDistribution(wheel ?? '')).sha256);
  });

  it('refuses changed content before anything is sent', async () => {
    const paths = await build('X = 2\n');
    await expect(publisher().publish(paths, release)).rejects.toMatchObject({ code: 'PYPI_FILE_CONFLICT' });
  });

  it('accepts a file of the same content that was uploaded after the index was read', async () => {
    const [wheel] = await build();
    const distribution = await readDistribution(wheel ?? '');
    // pypiserver responds with 409 even for the same content; its index page shows that the content is the same.
    const { files } = await publisher().uploadMissing(planUploads([distribution], []));
    expect(files).toMatchObject([{ kind: 'already-published' }]);
  });

  it('refuses a wrong password', async () => {
    const wheel = await buildWheel(folder, { version: '1.1.0' });
    await expect(
      publisher('wrong').publish([wheel], { name: 'demo', version: '1.1.0' }),
    ).rejects.toMatchObject({ code: 'PYPI_UPLOAD_FORBIDDEN' });
  });
});
