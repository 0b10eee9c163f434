import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleasePlan } from '@heroku-release/release-flow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pyproject } from './demo-library.ts';
import { folderDigest } from './folder-digest.ts';
import { commit, git } from './git.ts';
import { program } from './program.ts';
import { ReleaseWorld, REPOSITORY } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

interface Row {
  readonly name: string;
  /** The arguments; `{repo}` is the folder that must not change. */
  readonly args: readonly string[];
  readonly exitCode: 1 | 2 | 3;
  readonly code: string;
  /** Prepares the bad input and may return the folder to use; default: the checkout. */
  readonly prepare?: (world: ReleaseWorld) => Promise<unknown>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Expected in the message. */
  readonly shows?: RegExp;
  /** Whether the lock is taken before the error is found. */
  readonly takesLock?: boolean;
}

const DRAFT = ['draft', 'minor', '--yes'];
const PUBLISH = ['publish', '1.3.0', '--yes'];

/** Changes and commits files in the checkout; main on GitHub does not change. */
const committed = (files: Readonly<Record<string, string | null>>) => async (world: ReleaseWorld) =>
  await commit(world.checkout, files, 'Change');

const settings = (text: string) => committed({ 'pyproject.toml': pyproject('1.2.0', text) });

/** A commit on GitHub that the checkout does not have. */
async function elsewhere(world: ReleaseWorld, branch: string): Promise<void> {
  const other = join(world.root, 'other');
  await git(world.root, 'clone', '--quiet', 'remote.git', 'other');
  await commit(other, { 'NOTES.md': 'Another change\n' }, 'feat: something else');
  await git(other, 'push', '--quiet', 'origin', `HEAD:${branch}`);
  world.sandbox.github.syncRefs(REPOSITORY, 'grace');
}

const rows: readonly Row[] = [
  {
    name: 'not a git repository',
    args: DRAFT,
    exitCode: 2,
    code: 'GIT_NOT_A_REPOSITORY',
    prepare: emptyFolder,
  },
  {
    name: 'no pyproject.toml',
    args: DRAFT,
    exitCode: 2,
    code: 'PROJECT_MISSING',
    prepare: committed({ 'pyproject.toml': null }),
  },
  {
    name: 'no version in pyproject.toml',
    args: DRAFT,
    exitCode: 2,
    code: 'VERSION_MISSING',
    prepare: committed({ 'pyproject.toml': '[project]\nname = "demo"\n' }),
  },
  {
    name: 'dynamic version',
    args: DRAFT,
    exitCode: 2,
    code: 'VERSION_UNSUPPORTED',
    prepare: committed({ 'pyproject.toml': '[project]\nname = "demo"\ndynamic = ["version"]\n' }),
  },
  {
    name: 'invalid TOML',
    args: DRAFT,
    exitCode: 2,
    code: 'PYPROJECT_INVALID',
    prepare: committed({ 'pyproject.toml': '[project]\nname = "demo"\nversion = 1.2.0.0\n' }),
    shows: /line 3, column \d+/,
  },
  {
    name: 'not on a base branch',
    args: DRAFT,
    exitCode: 3,
    code: 'BASE_BRANCH_WRONG',
    prepare: async ({ checkout }) => await git(checkout, 'switch', '--quiet', '-c', 'feature'),
  },
  {
    name: 'base branch behind its remote',
    args: DRAFT,
    exitCode: 3,
    code: 'BASE_BRANCH_BEHIND',
    prepare: async (world) => {
      await elsewhere(world, 'main');
    },
  },
  {
    name: 'base branch ahead of its remote',
    args: DRAFT,
    exitCode: 3,
    code: 'BASE_BRANCH_AHEAD',
    prepare: committed({ 'NOTES.md': 'Not pushed\n' }),
  },
  { name: 'shallow clone', args: DRAFT, exitCode: 3, code: 'HISTORY_SHALLOW', prepare: shallowClone },
  {
    name: 'shallow clone, rehearsed',
    args: ['rehearse', 'minor', '--repo', '{repo}'],
    exitCode: 3,
    code: 'GIT_SHALLOW',
    prepare: shallowClone,
  },
  {
    name: 'release branch with other content',
    args: DRAFT,
    exitCode: 3,
    code: 'BRANCH_DIFFERS',
    prepare: async (world) => {
      await elsewhere(world, 'release-v1.3.0');
    },
  },
  {
    name: 'an unfinished release in the way',
    args: DRAFT,
    exitCode: 3,
    code: 'RELEASE_IN_FLIGHT',
    prepare: async (world) => {
      await elsewhere(world, 'release-v1.2.1');
      world.sandbox.github.openPullRequest(REPOSITORY, {
        head: 'release-v1.2.1',
        base: 'main',
        title: 'Release v1.2.1',
        by: 'grace',
      });
    },
  },
  { name: 'unknown bump word', args: ['draft', 'mnior', '--yes'], exitCode: 2, code: 'USAGE' },
  {
    name: 'an invalid previous version',
    args: ['draft', 'patch', 'one', '--yes'],
    exitCode: 2,
    code: 'USAGE',
  },
  {
    name: 'a previous version without a tag',
    args: ['draft', 'patch', '1.2.4', '--yes'],
    exitCode: 3,
    code: 'PREVIOUS_UNTAGGED',
  },
  {
    name: 'missing token',
    args: DRAFT,
    exitCode: 2,
    code: 'TOKEN_MISSING',
    env: { GITHUB_TOKEN: undefined },
  },
  {
    name: 'settings with an unknown key',
    args: DRAFT,
    exitCode: 2,
    code: 'SETTINGS_UNKNOWN_KEY',
    prepare: settings('pythns = ["3.11"]'),
    shows: /pyproject\.toml:9:1: .*pythns/,
  },
  {
    name: 'settings with a wrong type',
    args: DRAFT,
    exitCode: 2,
    code: 'SETTINGS_INVALID',
    prepare: settings('changelog = 3'),
    shows: /pyproject\.toml:9:\d+: .*changelog/,
  },
  { name: 'no terminal and no --yes', args: ['draft', 'minor'], exitCode: 2, code: 'USAGE' },
  {
    name: 'a build that fails',
    args: ['package', 'build'],
    exitCode: 1,
    code: 'PYTHON_BUILD_FAILED',
    prepare: committed({ 'build.py': 'raise SystemExit("no compiler")\n' }),
    shows: /no compiler/,
  },
  {
    name: 'tests that fail',
    args: ['package', '--out', '{root}/built'],
    exitCode: 1,
    code: 'TESTS_FAILED',
    prepare: settings('skip = ["lint"]\ntest = ["python3", "-c", "raise SystemExit(\'1 != 2\')"]'),
  },
  {
    name: 'the version on the index with other files',
    args: PUBLISH,
    exitCode: 3,
    code: 'INDEX_CONFLICT',
    takesLock: true,
    prepare: async (world) => {
      await world.tagRelease();
      const filename = 'demo-1.3.0.tar.gz';
      world.sandbox.pypi.putFile('demo', '1.3.0', { filename, bytes: new TextEncoder().encode('other') });
    },
  },
  {
    name: 'a file that is not in the plan',
    args: PUBLISH,
    exitCode: 3,
    code: 'PLAN_DIFFERS',
    takesLock: true,
    shows: /demo-1\.3\.0-py2-none-any\.whl/,
    prepare: async (world) => {
      await world.tagRelease(async (dist) => {
        await rename(join(dist, 'demo-1.3.0-py3-none-any.whl'), join(dist, 'demo-1.3.0-py2-none-any.whl'));
      });
    },
  },
  {
    name: 'a file with other bytes than in the plan',
    args: PUBLISH,
    exitCode: 3,
    code: 'PLAN_DIFFERS',
    takesLock: true,
    prepare: async (world) => {
      await world.tagRelease(async (dist) => {
        await writeFile(join(dist, 'demo-1.3.0.tar.gz'), 'other');
      });
    },
  },
  {
    name: 'a file with the metadata of another version',
    args: PUBLISH,
    exitCode: 3,
    code: 'PLAN_DIFFERS',
    takesLock: true,
    shows: /1\.2\.9/,
    prepare: async (world) => {
      await world.tagRelease(async (dist, plan) => {
        const name = 'demo-1.3.0-py3-none-any.whl';
        const rewrite = ['-c', REWRITE, join(dist, name)];
        expect(await program('python3', rewrite, { env: world.env() })).toMatchObject({ exitCode: 0 });
        matchPlan(plan, name, await readFile(join(dist, name)));
      });
    },
  },
  {
    name: 'a file that was built as another version',
    args: PUBLISH,
    exitCode: 3,
    code: 'PLAN_DIFFERS',
    takesLock: true,
    prepare: async (world) => {
      await world.tagRelease(async (dist, plan) => {
        const name = 'demo-1.3.0-py3-none-any.whl';
        const bytes = await buildAs(world, '1.2.9', 'demo-1.2.9-py3-none-any.whl');
        await writeFile(join(dist, name), bytes);
        matchPlan(plan, name, bytes);
      });
    },
  },
  {
    name: 'a plan for another commit',
    args: PUBLISH,
    exitCode: 3,
    code: 'PLAN_DIFFERS',
    takesLock: true,
    prepare: async (world) => {
      await world.tagRelease(async (_dist, plan) => {
        await Promise.resolve(Object.assign(plan, { commit: '0'.repeat(40) }));
      });
    },
  },
  { name: 'a version without a tag', args: PUBLISH, exitCode: 3, code: 'TAG_MISSING' },
  {
    name: 'publish without the secrets of TPS',
    args: PUBLISH,
    exitCode: 2,
    code: 'TOKEN_MISSING',
    env: { TPS_API_TOKEN: undefined },
  },
  {
    name: 'a workflow file with an unknown action',
    args: ['rehearse', 'minor', '--repo', '{repo}'],
    exitCode: 2,
    code: 'RUNNER_UNKNOWN',
    shows: /someone\/something/,
    prepare: async (world) => {
      const path = '.github/workflows/package.yml';
      const text = await readFile(join(world.checkout, path), 'utf8');
      const step = '    steps:\n      - uses: someone/something@v1\n';
      await commit(world.checkout, { [path]: text.replace('    steps:\n', step) }, 'ci: change');
    },
  },
  {
    name: 'an invalid fault order',
    args: DRAFT,
    exitCode: 2,
    code: 'ENVIRONMENT_INVALID',
    env: { HEROKU_RELEASE_FAULT: 'explode' },
  },
  { name: 'an unknown option', args: ['draft', 'minor', '--force'], exitCode: 2, code: 'USAGE' },
  { name: 'an unknown command', args: ['drafft', 'minor'], exitCode: 2, code: 'USAGE' },
  { name: 'an unknown part of publish', args: [...PUBLISH, '--only', 'x'], exitCode: 2, code: 'USAGE' },
  {
    name: 'a moratorium that is not a duration',
    args: ['rehearse', '--moratorium', 'soon'],
    exitCode: 2,
    code: 'USAGE',
  },
  { name: 'lifting without a moratorium', args: ['rehearse', '--lift'], exitCode: 2, code: 'USAGE' },
  { name: 'a status of an invalid version', args: ['status', 'newest'], exitCode: 2, code: 'USAGE' },
];

async function emptyFolder({ root }: ReleaseWorld): Promise<string> {
  const folder = join(root, 'empty');
  await mkdir(folder);
  await writeFile(join(folder, 'pyproject.toml'), pyproject('1.2.0'));
  return folder;
}

async function shallowClone({ root, sandbox }: ReleaseWorld): Promise<string> {
  await git(root, 'clone', '--quiet', '--depth=1', `file://${join(root, 'remote.git')}`, 'shallow');
  const shallow = join(root, 'shallow');
  await git(
    shallow,
    'remote',
    'set-url',
    'origin',
    `${sandbox.endpoints.GITHUB_SERVER_URL}/${REPOSITORY}.git`,
  );
  return shallow;
}

/** Rewrites the version in a wheel's metadata and its record. */
const REWRITE = `
import base64, hashlib, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    files = {name: wheel.read(name) for name in wheel.namelist()}
metadata = next(name for name in files if name.endswith("/METADATA"))
record = next(name for name in files if name.endswith("/RECORD"))
files[metadata] = files[metadata].replace(b"Version: 1.3.0", b"Version: 1.2.9")
digest = lambda data: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
lines = [f"{name},sha256={digest(data)},{len(data)}" for name, data in files.items() if name != record]
files[record] = ("\\n".join([*lines, f"{record},,"]) + "\\n").encode()
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, data in files.items():
        wheel.writestr(name, data)
`;

/** Updates the plan to match a file's bytes. */
function matchPlan(plan: ReleasePlan, name: string, bytes: Uint8Array): void {
  const artifact = plan.artifacts.find((file) => file.name === name);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  Object.assign(artifact ?? {}, { size: bytes.length, sha256 });
}

/** Builds a file of the library with another version. */
async function buildAs(world: ReleaseWorld, version: string, name: string): Promise<Buffer> {
  const [project, out] = [join(world.root, 'as'), join(world.root, 'as-out')];
  await Promise.all([mkdir(project), mkdir(out)]);
  await writeFile(join(project, 'pyproject.toml'), pyproject(version));
  const build = join(world.checkout, 'build.py');
  const ended = await program('python3', [build, out], { cwd: project, env: world.env() });
  expect(ended).toMatchObject({ exitCode: 0 });
  return await readFile(join(out, name));
}

interface Answer {
  readonly exitCode: number;
  readonly error?: { readonly code: string };
  readonly steps?: readonly { readonly error?: { readonly code: string } }[];
}

describe('bad input', () => {
  let template: Template;

  beforeAll(async () => {
    template = await makeTemplate();
  });

  afterAll(async () => {
    await rm(template.folder, { recursive: true, force: true });
  });

  it.each(rows)('$name: exit code $exitCode, $code', async (row) => {
    const world = await ReleaseWorld.open(template);
    try {
      const prepared: unknown = await row.prepare?.(world);
      const repo =
        typeof prepared === 'string' && prepared.startsWith(world.root) ? prepared : world.checkout;
      const secrets = row.args[0] === 'publish' && row.prepare !== undefined ? await world.publishEnv() : {};
      const outside = row.args[0] === 'publish' && row.prepare === undefined ? OUTSIDE : {};
      const [folder, state, temporary] = [
        await folderDigest(repo),
        await world.state(),
        join(world.root, 't'),
      ];
      await mkdir(temporary);
      const args = row.args.map((arg) => arg.replace('{repo}', repo).replace('{root}', world.root));
      const named = ['rehearse', 'drafft'].includes(row.args[0] ?? '') ? [] : ['--repo', repo];
      const ended = await world.run([...args, ...named, '--json'], {
        ...secrets,
        ...outside,
        TMPDIR: temporary,
        ...row.env,
      });
      expect(ended.exitCode, ended.stderr).toBe(row.exitCode);
      const answer = JSON.parse(ended.stdout) as Answer;
      const step = answer.steps?.find(({ error }) => error !== undefined);
      expect((answer.error ?? step?.error)?.code).toBe(row.code);
      expect(answer.exitCode).toBe(row.exitCode);
      expect(ended.stderr).toMatch(row.code === 'USAGE' ? /^error: / : new RegExp(row.code));
      if (row.shows !== undefined) expect(ended.stderr).toMatch(row.shows);
      expect(await folderDigest(repo)).toEqual(folder);
      const after = await world.state();
      expect(row.takesLock === true ? { ...after, locks: state.locks } : after).toEqual(state);
      expect(after.locks).toHaveLength(row.takesLock === true ? 1 : 0);
      expect(await readdir(temporary)).toEqual([]);
    } finally {
      await world.close();
    }
  });
});

const OUTSIDE = { TPS_API_TOKEN: 'unused', ACTOR_EMAIL: 'ada@example.invalid' };
