import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { wheelMembers, zip } from '../../test/archives.ts';
import { demoSdist, demoWheel, upload } from '../../test/uploads.ts';
import { startSandbox } from '../sandbox.ts';
import type { RunningSandbox } from '../sandbox.ts';

const TOKEN = 'pypi-AgEIann';
const TOOLS = ['twine', 'uv', 'pip'] as const;
type Tool = (typeof TOOLS)[number];
const paths = new Map<Tool, string>();
let folder = '';
let sandbox: RunningSandbox;

/** Takes the machine's tools; what it lacks goes into a private environment, if it can be installed. */
async function findTools(): Promise<void> {
  const bin = join(folder, 'venv', 'bin');
  const quiet = { reject: false, timeout: 120_000 } as const;
  const answers = async (path: string): Promise<boolean> =>
    (await execa(path, ['--version'], quiet)).exitCode === 0;
  for (const tool of TOOLS) if (await answers(tool)) paths.set(tool, tool);
  const missing = TOOLS.filter((tool) => !paths.has(tool));
  if (missing.length === 0) return;
  await execa('python3', ['-m', 'venv', join(folder, 'venv')], quiet);
  const args = ['install', '--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '10'];
  for (const tool of missing) {
    if (tool !== 'pip') await execa(join(bin, 'pip'), [...args, tool], quiet);
    if (await answers(join(bin, tool))) paths.set(tool, join(bin, tool));
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-sandbox-'));
  await findTools();
  sandbox = await startSandbox({ pypi: { userTokens: [{ token: TOKEN, user: 'ann' }] } });
  for (const { filename, bytes } of [demoWheel(), demoSdist()])
    await writeFile(join(folder, filename), bytes);
}, 300_000);

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

async function run(
  context: TestContext,
  tool: Tool,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly exitCode: number | undefined; readonly output: string }> {
  const path = paths.get(tool);
  if (path === undefined) return context.skip(`${tool} is not at hand`);
  const { exitCode, all } = await execa(path, args, {
    cwd: folder,
    env: { PIP_CONFIG_FILE: '/dev/null', PIP_DISABLE_PIP_VERSION_CHECK: '1', UV_NO_CONFIG: '1', ...env },
    all: true,
    reject: false,
  });
  return { exitCode, output: all };
}

const twine = (context: TestContext, files: readonly string[], password = TOKEN): ReturnType<typeof run> =>
  run(
    context,
    'twine',
    [
      'upload',
      '--non-interactive',
      '--disable-progress-bar',
      '--repository-url',
      sandbox.endpoints.PYPI_UPLOAD_URL,
      ...files,
    ],
    { TWINE_USERNAME: '__token__', TWINE_PASSWORD: password },
  );
const uv = (
  context: TestContext,
  files: readonly string[],
  args: readonly string[] = [],
): ReturnType<typeof run> =>
  run(context, 'uv', ['publish', '--publish-url', sandbox.endpoints.PYPI_UPLOAD_URL, ...args, ...files], {
    UV_PUBLISH_TOKEN: TOKEN,
  });

const both = [demoWheel().filename, demoSdist().filename];
const bytesOf = (filename: string): Buffer | undefined => sandbox.pypi.store.file(filename)?.bytes;

/** Changed content under the wheel's name, in a folder of its own. */
async function changedWheel(): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'changed-')), demoWheel().filename);
  await writeFile(path, zip([...wheelMembers('demo', '1.2.0'), { name: 'demo/more.py', data: '' }]));
  return path;
}

describe('twine', () => {
  it('uploads wheel and sdist byte for byte, and again', async (context) => {
    for (let round = 0; round < 2; round += 1) {
      const { exitCode, output } = await twine(context, both);
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    }
    expect(sandbox.pypi.filesOf('demo', '1.2.0')).toEqual(both);
    for (const { filename, bytes } of [demoWheel(), demoSdist()])
      expect(bytesOf(filename)?.equals(bytes)).toBe(true);
  });

  it('sees the reason of a refusal', async (context) => {
    const conflict = await twine(context, [await changedWheel()]);
    expect(conflict.exitCode).toBe(1);
    expect(conflict.output).toContain('File already exists');
    const denied = await twine(context, both, 'pypi-AgEIwrong');
    expect(denied.exitCode).toBe(1);
    expect(denied.output).toContain('Invalid or non-existent authentication information.');
  });
});

describe('uv', () => {
  it('publishes wheel and sdist, and again', async (context) => {
    for (let round = 0; round < 2; round += 1) {
      const { exitCode, output } = await uv(context, both);
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    }
    expect(sandbox.pypi.filesOf('demo', '1.2.0')).toEqual(both);
  });

  it('finds on the index what is there already', async (context) => {
    const check = ['--check-url', sandbox.endpoints.PYPI_INDEX_URL];
    const same = await uv(context, both, check);
    expect(same).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('already exists, skipping') as unknown,
    });
    const other = await uv(context, [await changedWheel()], check);
    expect(other.exitCode).not.toBe(0);
  });
});

/** Publishes without any tool. */
async function publish(): Promise<void> {
  for (const file of [demoWheel(), demoSdist()]) {
    await upload({ url: sandbox.endpoints.PYPI_UPLOAD_URL, token: TOKEN, ...file });
  }
}

describe('pip', () => {
  it('downloads what was uploaded', async (context) => {
    await publish();
    const args = [
      'download',
      '--no-deps',
      '--no-cache-dir',
      '--index-url',
      sandbox.endpoints.PYPI_INDEX_URL,
      '-d',
      'down',
      'demo==1.2.0',
    ];
    const { exitCode, output } = await run(context, 'pip', args);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    const { filename, bytes } = demoWheel();
    expect((await readFile(join(folder, 'down', filename))).equals(bytes)).toBe(true);
  });

  it('resolves it from the METADATA beside the wheel', async (context) => {
    const version = /^pip (\d+)\.(\d+)/.exec((await run(context, 'pip', ['--version'])).output) ?? [];
    const [major = 0, minor = 0] = version.slice(1).map(Number);
    // PEP 714 gave the field the name that indexes use now; pip reads it from 23.2 on.
    context.skip(major < 23 || (major === 23 && minor < 2), 'pip before 23.2 does not ask for the METADATA');
    await publish();
    const args = [
      'install',
      '--dry-run',
      '--ignore-installed',
      '--no-cache-dir',
      '--index-url',
      sandbox.endpoints.PYPI_INDEX_URL,
      'demo==1.2.0',
    ];
    const { exitCode, output } = await run(context, 'pip', args);
    expect({ exitCode, output }).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('Would install demo-1.2.0') as unknown,
    });
    expect(sandbox.log.some(({ path, status }) => path.endsWith('.whl.metadata') && status === 200)).toBe(
      true,
    );
  });

  it('passes a yanked release over', async (context) => {
    await publish();
    for (const filename of both) sandbox.pypi.yank(filename, 'broken');
    const args = [
      'download',
      '--no-deps',
      '--no-cache-dir',
      '--index-url',
      sandbox.endpoints.PYPI_INDEX_URL,
      '-d',
      'none',
      'demo>=1',
    ];
    expect((await run(context, 'pip', args)).exitCode).toBe(1);
  });
});
