import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { afterAll } from 'vitest';
import { ensureUv } from '../src/index.ts';

/** Shared by the tests: real commands and files, and folders that are removed afterwards. */
export const commands = new CommandRunner({ env: process.env });
export const files = new FileStore();
export const path = process.env['PATH'] ?? '';
export const home = process.env['HOME'] ?? '/nowhere';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Creates a folder with files in it; a text that starts with `#!` becomes executable. */
export async function folderWith(content: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'python-project-'));
  folders.push(folder);
  await put(folder, content);
  return folder;
}

/** Writes files below a folder. */
export async function put(folder: string, content: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(content)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (text.startsWith('#!')) await chmod(file, 0o755);
  }
}

/** Every file, folder and link of a tree with its mode, time and content: trees with equal snapshots are byte for byte equal. */
export async function snapshotTree(root: string): Promise<Record<string, string>> {
  const snapshot: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const name = file.slice(root.length + 1);
    if (entry.isSymbolicLink()) snapshot[name] = `-> ${await readlink(file)}`;
    else {
      const { mode, mtimeMs } = await stat(file);
      const hash = entry.isFile()
        ? createHash('sha256')
            .update(await readFile(file))
            .digest('hex')
        : '';
      snapshot[name] = `${mode.toString(8)} ${mtimeMs} ${hash}`;
    }
  }
  return snapshot;
}

/** uv for the tests of one file: the machine's or a freshly installed one; `undefined` if pip cannot download it. */
export async function uvForTests(): Promise<string | undefined> {
  try {
    const uv = await ensureUv({ commands, files, path, folder: join(await folderWith(), 'uv') });
    return uv.path;
  } catch (error) {
    console.warn(`uv is not available here, its tests are skipped: ${String(error)}`);
    return undefined;
  }
}

/** A small project that hatchling builds, with tests that need pytest-cov. */
export const DEMO: Readonly<Record<string, string>> = {
  'pyproject.toml': `[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "demo"
version = "1.2.3"
requires-python = ">=3.9"

[project.optional-dependencies]
test = ["pytest", "pytest-cov"]

[project.scripts]
demo-says = "demo:main"

[tool.hatch.build.targets.wheel]
packages = ["src/demo"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]
addopts = "--cov=demo"

[tool.ruff]
fix = true
`,
  'README.md': '# Demo\n',
  'src/demo/__init__.py': 'X = 1\n\n\ndef main():\n    print("demo says", X)\n',
  'tests/conftest.py': '',
  'tests/data/demo/__init__.py': 'X = 2\n',
  'tests/test_demo.py': `import pathlib
import subprocess

import demo


def test_value():
    assert demo.X == 1


def test_installed():
    assert "site-packages" in demo.__file__


def test_data_is_there():
    here = pathlib.Path(__file__).parent
    assert (here / "data" / "demo" / "__init__.py").exists()
    assert (here.parent / "README.md").exists()


def test_console_script():
    assert subprocess.check_output(["demo-says"], text=True) == "demo says 1\\n"
`,
};
