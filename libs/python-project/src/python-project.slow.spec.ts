import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands, DEMO, files, folderWith, home, path, snapshotTree, uvForTests } from '../test/world.ts';
import type { BuiltFile } from './build.ts';
import { findInterpreters } from './interpreters.ts';
import { PythonProject } from './python-project.ts';

const uv = await uvForTests();
const EPOCH = 1_700_000_000;
const open = (root: string) => PythonProject.open(root, { commands, files, path });
const pythons = await findInterpreters(['3.10', '3.11', '3.12', '3.13'], { commands, files, path, home, uv });
const python = pythons.at(-1)!;

describe('PythonProject.open', () => {
  it('reads the project', async () => {
    const project = await open(await folderWith(DEMO));
    expect(project.name).toBe('demo');
    expect(project.version).toMatchObject({ kind: 'static', version: '1.2.3' });
  });

  it('requires a valid pyproject.toml', async () => {
    await expect(open(await folderWith())).rejects.toMatchObject({ code: 'PYTHON_NO_PYPROJECT' });
    const broken = await folderWith({ 'pyproject.toml': '[project\n' });
    await expect(open(broken)).rejects.toMatchObject({ code: 'PYTHON_PYPROJECT_INVALID', line: 1 });
  });
});

describe.skipIf(uv === undefined)('build', { timeout: 240_000 }, () => {
  it('builds one wheel and one sdist, with the same bytes from another folder, and does not change the tree', async () => {
    const root = await folderWith(DEMO);
    const before = await snapshotTree(root);
    const build = async (project: PythonProject) =>
      await project.build({
        outDir: await folderWith(),
        sourceDateEpoch: EPOCH,
        uv: uv!,
        python: python.path,
      });
    const first = await build(await open(root));
    expect(first.map(({ name }) => name)).toEqual(['demo-1.2.3-py3-none-any.whl', 'demo-1.2.3.tar.gz']);
    for (const { path: file, size, sha256 } of first) {
      expect(await files.digest(file)).toEqual({ size, sha256 });
    }
    const other = await build(await open(await folderWith(DEMO)));
    expect(other.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
    expect(await snapshotTree(root)).toEqual(before);
  });

  it('reports the end of the output of a failed build', async () => {
    const pyproject = DEMO['pyproject.toml']!.replace('[project]', '[project]\nreadme = "missing.md"');
    const root = await folderWith({ ...DEMO, 'pyproject.toml': pyproject });
    const failing = (await open(root)).build({
      outDir: root,
      sourceDateEpoch: EPOCH,
      uv: uv!,
      python: python.path,
    });
    await expect(failing).rejects.toMatchObject({
      code: 'PYTHON_BUILD_FAILED',
      message: expect.stringContaining('missing.md') as unknown,
    });
  });

  it('runs a custom command in a copy, and checks the files that it produces', async () => {
    const root = await folderWith(DEMO);
    const before = await snapshotTree(root);
    const project = await open(root);
    const script = (names: string) =>
      `import os; os.makedirs("dist"); [open(n, "w").close() for n in ${names}]; assert os.environ["SOURCE_DATE_EPOCH"]`;
    const build = async (names: string) =>
      await project.build({
        outDir: await folderWith(),
        sourceDateEpoch: EPOCH,
        command: ['{python}', '-c', script(names)],
        python: python.path,
      });
    expect(await build('["dist/a-1-py3-none-any.whl", "dist/a-1.tar.gz", "dist/notes.txt"]')).toHaveLength(2);
    const two = '["dist/a-1-py3-none-any.whl", "dist/a-1-py2-none-any.whl", "dist/a-1.tar.gz"]';
    for (const names of ['[]', '["dist/a-1.tar.gz"]', '["dist/a-1-py3-none-any.whl"]', two]) {
      await expect(build(names)).rejects.toMatchObject({ code: 'PYTHON_BUILD_UNEXPECTED_FILES' });
    }
    await expect(build('["/nowhere/x"]')).rejects.toMatchObject({ code: 'PYTHON_BUILD_FAILED' });
    expect(await snapshotTree(root)).toEqual(before);
  });

  it('copies the repository for a build that reads git tags', async () => {
    const root = await folderWith({
      ...DEMO,
      'pyproject.toml': DEMO['pyproject.toml']!.replace('version = "1.2.3"', 'dynamic = ["version"]')
        .replace('requires = ["hatchling"]', 'requires = ["hatchling", "hatch-vcs"]')
        .concat('[tool.hatch.version]\nsource = "vcs"\n'),
    });
    const git = (...args: string[]) =>
      commands.output({
        command: 'git',
        args: ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args],
        cwd: root,
      });
    await git('init', '--quiet');
    await git('add', '.');
    await git('commit', '--quiet', '-m', 'first');
    await git('tag', '-a', 'v4.5.6', '-m', 'v4.5.6');
    const before = await snapshotTree(root);
    const built = await (
      await open(root)
    ).build({ outDir: await folderWith(), sourceDateEpoch: EPOCH, uv: uv!, python: python.path });
    expect(built.map(({ name }) => name)).toEqual(['demo-4.5.6-py3-none-any.whl', 'demo-4.5.6.tar.gz']);
    expect(await snapshotTree(root)).toEqual(before);
  });
});

describe.skipIf(uv === undefined)('testWheel', { timeout: 240_000 }, () => {
  /** One wheel for all tests; only the project around it differs. */
  let wheel: BuiltFile;
  beforeAll(async () => {
    const project = await open(await folderWith(DEMO));
    const outDir = await folderWith();
    const built = await project.build({ outDir, sourceDateEpoch: EPOCH, uv: uv!, python: python.path });
    wheel = built.find(({ name }) => name.endsWith('.whl'))!;
  });
  const tests = (body: string) => ({ ...DEMO, 'tests/test_demo.py': body });

  it('tests the installed wheel on every Python of this machine, away from the sources', async () => {
    // The sources on disk are broken; only the wheel works.
    const broken = 'raise SystemExit("imported from the source tree")\n';
    const root = await folderWith({ ...DEMO, 'src/demo/__init__.py': broken });
    const project = await open(root);
    const before = await snapshotTree(root);
    for (const interpreter of pythons) {
      const result = await project.testWheel({ wheel: wheel.path, interpreter, uv: uv! });
      expect(result, result.output).toMatchObject({
        python: interpreter.minor,
        version: interpreter.version,
        outcome: 'passed',
        subject: 'wheel',
        tests: 4,
        wheelSha256: wheel.sha256,
      });
    }
    expect(await snapshotTree(root)).toEqual(before);
  });

  it.each([
    ['a failing test', 'def test_a():\n    assert False\n', 'failed', 1],
    ['no tests', '', 'failed', 0],
    ['only skipped tests', 'import pytest\npytest.skip("no", allow_module_level=True)\n', 'failed', 0],
    ['a syntax error', 'def :\n', 'failed', undefined],
    [
      'a test that imports another copy of the package',
      'import pathlib, sys\nsys.path.insert(0, str(pathlib.Path(__file__).parent / "data"))\nimport demo\ndef test_a():\n    assert demo.X == 2\n',
      'failed',
      1,
    ],
    ['a test that does not need the package', 'def test_a():\n    pass\n', 'passed', 1],
  ])('%s', async (_, body, outcome, count) => {
    const project = await open(await folderWith(tests(body)));
    const result = await project.testWheel({ wheel: wheel.path, interpreter: python, uv: uv! });
    expect(result.outcome, result.because + result.output).toBe(outcome);
    if (count !== undefined) expect(result.tests).toBe(count);
  });

  it('installs a dependency group, and pytest if none is declared', async () => {
    const bare = DEMO['pyproject.toml']!.replace(/\[project\.optional-dependencies\]\n.*\n/, '');
    const group = `${bare}\n[dependency-groups]\ntest = ["pytest", "pytest-cov"]\n`;
    const none = bare.replace('addopts = "--cov=demo"', '');
    for (const pyproject of [group, none]) {
      const project = await open(await folderWith({ ...DEMO, 'pyproject.toml': pyproject }));
      const result = await project.testWheel({ wheel: wheel.path, interpreter: python, uv: uv! });
      expect(result.outcome, result.output).toBe('passed');
    }
  });

  it('runs nothing if the wheel cannot be installed', async () => {
    const renamed = join(await folderWith(), wheel.name.replace('py3-none', 'cp27-none'));
    await files.write(renamed, await files.readBytes(wheel.path));
    const project = await open(await folderWith(DEMO));
    const result = await project.testWheel({ wheel: renamed, interpreter: python, uv: uv! });
    expect(result).toMatchObject({ outcome: 'not-run' });
    expect(result.output).not.toBe('');
  });

  it('distinguishes a command that tests the wheel from one with its own environment', async () => {
    const project = await open(await folderWith(DEMO));
    const run = (command: string[]) =>
      project.testWheel({ wheel: wheel.path, interpreter: python, uv: uv!, command });
    expect(await run(['pytest', '-k', 'value'])).toMatchObject({
      outcome: 'passed',
      subject: 'wheel',
      tests: 1,
    });
    const own =
      'import demo, os; assert "site-packages" in demo.__file__; assert not os.path.exists("src/demo")';
    expect(await run(['{python}', '-c', own])).toMatchObject({ outcome: 'passed', subject: 'wheel' });
    const tree = await run(['sh', '-c', 'test -e src/demo/__init__.py && {python} -c "import demo"']);
    expect(tree).toMatchObject({ outcome: 'passed', subject: 'source-tree' });
    expect(await run(['sh', '-c', 'exit 3'])).toMatchObject({ outcome: 'failed', subject: 'source-tree' });
  });

  it('refuses a file that is not a wheel', async () => {
    const fake = join(
      await folderWith({ 'demo-1.2.3-py3-none-any.whl': 'no' }),
      'demo-1.2.3-py3-none-any.whl',
    );
    const project = await open(await folderWith(DEMO));
    await expect(project.testWheel({ wheel: fake, interpreter: python, uv: uv! })).rejects.toMatchObject({
      code: 'PYTHON_WHEEL_UNREADABLE',
    });
  });
});

describe.skipIf(uv === undefined)('lint', { timeout: 240_000 }, () => {
  it('counts the findings of Ruff and fixes nothing in the tree, whatever the project allows', async () => {
    const bad = 'import os\nimport sys\n';
    const strict = DEMO['pyproject.toml']!.replace('fix = true', 'fix = false');
    const root = await folderWith({ ...DEMO, 'pyproject.toml': strict, 'src/demo/bad.py': bad });
    const before = await snapshotTree(root);
    const result = await (await open(root)).lint({ uv });
    expect(result, result.output).toMatchObject({ outcome: 'failed' });
    expect(result.findings).toBeGreaterThanOrEqual(2);
    expect(await snapshotTree(root)).toEqual(before);
    const clean = await (await open(await folderWith(DEMO))).lint({ uv });
    expect(clean, clean.output).toMatchObject({ outcome: 'passed', findings: 0 });
  });

  it('passes with findings that the project lets Ruff fix, and only with those', async () => {
    const root = await folderWith({ ...DEMO, 'src/demo/bad.py': 'import os\n' });
    const before = await snapshotTree(root);
    const result = await (await open(root)).lint({ uv });
    expect(result, result.output).toMatchObject({ outcome: 'passed' });
    expect(result.findings).toBeGreaterThanOrEqual(1);
    expect(await snapshotTree(root)).toEqual(before);
    const worse = await folderWith({ ...DEMO, 'src/demo/bad.py': 'import os\nprint(nobody)\n' });
    expect(await (await open(worse)).lint({ uv })).toMatchObject({ outcome: 'failed' });
  });

  it('prefers Ruff on the path', async () => {
    const tools = await folderWith({ ruff: '#!/bin/sh\necho "a.py:1:1: X1 own ruff"\nexit 1\n' });
    const project = await PythonProject.open(await folderWith(DEMO), { commands, files, path: tools });
    expect(await project.lint({})).toMatchObject({ outcome: 'failed', findings: 1 });
  });

  it('does not run if there is no linter, or it does not start', async () => {
    const root = await folderWith(DEMO);
    const project = await PythonProject.open(root, { commands, files, path: '' });
    expect(await project.lint({})).toMatchObject({ outcome: 'not-run' });
    const tools = await folderWith({ uv: '#!/bin/sh\necho "no network" >&2\nexit 1\n' });
    expect(await project.lint({ uv: join(tools, 'uv') })).toMatchObject({ outcome: 'not-run' });
  });

  it('runs a custom command in a copy, which it may change', async () => {
    const root = await folderWith(DEMO);
    const before = await snapshotTree(root);
    const project = await open(root);
    expect(await project.lint({ command: ['sh', '-c', 'rm README.md'] })).toMatchObject({
      outcome: 'passed',
    });
    expect(await project.lint({ command: ['sh', '-c', 'exit 1'] })).toMatchObject({ outcome: 'failed' });
    expect(await snapshotTree(root)).toEqual(before);
  });
});
