import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineEnvironment } from '../src/rehearsal/machine-environment.ts';
import { type RehearsalDocument, rehearsalDocument } from '../src/rehearsal/rehearsal-document.ts';
import { folderDigest } from './folder-digest.ts';
import { commit, git } from './git.ts';
import { type Ended, heroku } from './program.ts';
import { makeTemplate, type Template } from './template.ts';

/** A whole release with Python builds is slow on a busy machine. */
const SLOW = { timeout: 240_000 };

let template: Template;
let root: string;

beforeAll(async () => {
  template = await makeTemplate();
  root = await mkdtemp(join(tmpdir(), 'rehearsal-spec-'));
});

afterAll(async () => {
  await rm(template.folder, { recursive: true, force: true });
  await rm(root, { recursive: true, force: true });
});

/** Rehearses with only those variables of this process that locate tools and packages. Returns the document too. */
async function rehearsed(
  ...args: readonly string[]
): Promise<Ended & { readonly document: RehearsalDocument }> {
  const temporary = await mkdtemp(join(root, 't-'));
  const env = { ...machineEnvironment(process.env), TMPDIR: temporary };
  const ended = await heroku(['rehearse', ...args, '--json'], { env });
  expect(ended.stdout, ended.stderr).toMatch(/^\{[\s\S]*\}\n$/);
  expect(await readdir(temporary)).toEqual([]);
  expect(ended.livedOnMs).toBeLessThan(1000);
  const read = rehearsalDocument.safeParse(JSON.parse(ended.stdout));
  if (!read.success) expect.fail(`${ended.stdout}\n${ended.stderr}`);
  return { ...ended, document: read.data };
}

/** A checkout of the small library, which builds in no time, with a remote on GitHub. */
async function libraryCheckout(name: string): Promise<string> {
  const checkout = join(root, name);
  await cp(join(template.folder, 'checkout'), checkout, { recursive: true });
  await git(checkout, 'remote', 'add', 'origin', 'https://github.com/octo-org/demo.git');
  return checkout;
}

describe('the rehearsal of the example', SLOW, () => {
  it('releases it with equal hashes, the planned number of requests and one JSON document', async () => {
    const { document, exitCode, stderr } = await rehearsed();
    expect(exitCode, stderr).toBe(0);
    expect(document).toMatchObject({
      verdict: 'released',
      exitCode: 0,
      version: '0.5.0',
      tag: 'v0.5.0',
      skipped: [],
      attestations: 'off',
      requests: {
        draft: { github: 2 },
        'package (pull request)': {},
        package: { github: 1 },
        'create-tag': { github: 5 },
        publish: { github: 11 },
      },
    });
    expect(document.requests['package (pull request)']).toEqual({});
    expect(document.requests['draft']).toEqual({ github: 2 });
    expect(document.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(document.artifacts.map(({ name }) => name)).toEqual([
      'greeting_py-0.5.0-py3-none-any.whl',
      'greeting_py-0.5.0.tar.gz',
    ]);
    for (const { sha256, release, index, equal } of document.artifacts) {
      expect([release, index, equal]).toEqual([sha256, sha256, true]);
    }
    const { tested, missing } = document.pythons;
    expect([...tested, ...missing].sort()).toEqual(['3.10', '3.11', '3.12', '3.13']);
    expect(document.artifacts[0]?.testedOn).toEqual(tested);
    const stages = document.steps.map(({ stage, run }) => (run === undefined ? stage : `${stage} ${run}`));
    expect([...new Set(stages)]).toEqual([
      'draft',
      'package pull request',
      'package merge',
      'create-tag',
      'publish',
    ]);
    for (const step of document.steps) expect(['done', 'settled']).toContain(step.outcome);
    expect(document.effects.at(-1)).toBe('github: GitHub release updated');
    // The story shows the release, not the internals of the jobs.
    expect(stderr).toMatch(/▶ Publish Release: /);
    expect(stderr).not.toMatch(/\[command\]|settings from the environment|::/);
  });
});

describe('the rehearsal of a checkout', SLOW, () => {
  it('leaves it byte for byte unchanged, including uncommitted work', async () => {
    const checkout = join(root, 'hatchling');
    await cp(join(import.meta.dirname, '../../../examples/greeting-py'), checkout, { recursive: true });
    await git(checkout, 'init', '--quiet', '--initial-branch=trunk');
    await git(checkout, 'remote', 'add', 'origin', 'https://github.com/octo-org/greeting.git');
    await commit(checkout, {}, 'feat: greet');
    await mkdir(join(checkout, 'notes'));
    await cp(join(checkout, 'pyproject.toml'), join(checkout, 'notes', 'copy.toml'));
    const before = await folderDigest(checkout);
    const { document, exitCode, stderr } = await rehearsed(
      'patch',
      '--repo',
      checkout,
      '--skip',
      'tests',
      'lint',
    );
    expect(exitCode, stderr).toBe(0);
    expect(document).toMatchObject({
      verdict: 'released',
      repository: 'octo-org/greeting',
      skipped: ['tests', 'lint'],
    });
    expect(await folderDigest(checkout)).toEqual(before);
  });

  it.each(['squash', 'rebase'])('releases after a %s of the pull request', async (method) => {
    const checkout = await libraryCheckout(method);
    const { document, exitCode, stderr } = await rehearsed('--repo', checkout, '--merge', method);
    expect(exitCode, stderr).toBe(0);
    expect(document).toMatchObject({ verdict: 'released', version: '1.3.0' });
    expect(document.artifacts.every(({ equal }) => equal)).toBe(true);
  });
});

describe('a moratorium', SLOW, () => {
  it('is waited for, with progress, and the release continues after it', async () => {
    const checkout = await libraryCheckout('short');
    const { document, exitCode, stderr } = await rehearsed('--repo', checkout, '--moratorium', '3s');
    expect(exitCode, stderr).toBe(0);
    expect(document.verdict).toBe('released');
    expect(stderr).toMatch(/lock: waiting.*next try in/);
  });

  it('holds the release when it outlasts the patience, and nothing is published', async () => {
    const checkout = await libraryCheckout('long');
    const { document, exitCode, stderr } = await rehearsed(
      ...['--repo', checkout, '--moratorium', '10m', '--patience', '2s'],
    );
    expect(exitCode, stderr).toBe(4);
    expect(document).toMatchObject({ verdict: 'held', exitCode: 4, version: '1.3.0', tag: 'v1.3.0' });
    expect(document.waits['lock']).toEqual({ real: '10m', rehearsed: '2s' });
    expect(document.effects.filter((effect) => /release created|uploaded|record/.test(effect))).toEqual([]);
    for (const artifact of document.artifacts) {
      expect(artifact).not.toHaveProperty('release');
      expect(artifact).not.toHaveProperty('index');
    }
  });

  it('does not keep publish from completing the release once it is lifted', async () => {
    const checkout = await libraryCheckout('lifted');
    const { document, exitCode, stderr } = await rehearsed(
      ...['--repo', checkout, '--moratorium', '10m', '--patience', '2s', '--lift'],
    );
    expect(exitCode, stderr).toBe(0);
    expect(document.verdict).toBe('released');
    const publishes = document.steps.filter(({ stage, step }) => stage === 'publish' && step === 'lock');
    expect(publishes.map(({ outcome, run }) => [outcome, run])).toEqual([
      ['held', undefined],
      ['done', 'again'],
    ]);
  });
});
