import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findInterpreters, PythonProject } from '@heroku-release/python-project';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalWorld } from './open-local-world.ts';
import { openWorld } from './open-world.ts';
import { SECRETS } from './secrets.ts';

const HIDDEN = [
  ...SECRETS,
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_STATE',
  'INPUT_DRY-RUN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'STATE_isPost',
  'github_env',
];
const KEPT = { MY_TEST_SETTING: 'kept', UV_INDEX_URL: 'https://kept.example.invalid', GITHUB_SHA: 'kept' };

/** Stands in for uv: creates the environment and installs nothing. */
const UV = `#!/bin/sh
env > "$MARKS/uv-$1"
if [ "$1" = venv ]; then for last; do :; done; exec "$4" -m venv --without-pip "$last"; fi
`;
const BUILD = `
import os, sys, zipfile
open(os.environ["MARKS"] + "/build", "w").write("".join(f"{k}={v}\\n" for k, v in os.environ.items()))
out = sys.argv[1]
zipfile.ZipFile(out + "/demo-1.0-py3-none-any.whl", "w").writestr("demo/__init__.py", "")
open(out + "/demo-1.0.tar.gz", "w").close()
`;

describe('the processes of a project', () => {
  let folder: string;
  let marks: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'child-environment-'));
    marks = join(folder, 'marks');
    const root = join(folder, 'project');
    await mkdir(marks);
    await mkdir(root);
    await writeFile(join(folder, 'uv'), UV);
    await chmod(join(folder, 'uv'), 0o755);
    await writeFile(join(root, 'pyproject.toml'), '[project]\nname = "demo"\nversion = "1.0"\n');
    await writeFile(join(root, 'build.py'), BUILD);
    const path = process.env['PATH'] ?? '';
    const secrets = Object.fromEntries(HIDDEN.map((name) => [name, `marked-${name}`]));
    const { commands, files } = openWorld({
      env: { PATH: path, HOME: folder, MARKS: marks, ...KEPT, ...secrets },
      out: () => undefined,
      err: () => undefined,
      onInterrupt: () => undefined,
      kill: () => undefined,
    });
    const project = await PythonProject.open(root, { commands, files, path });
    const outDir = join(folder, 'out');
    const built = await project.build({
      outDir,
      sourceDateEpoch: 0,
      command: ['python3', 'build.py', '{outDir}'],
    });
    const found = await commands.output({
      command: 'python3',
      args: ['-c', 'import sys; print("%d.%d" % sys.version_info[:2]); print(sys.executable)'],
    });
    const [minor = '', executable = ''] = found.split('\n');
    await project.testWheel({
      wheel: built.find(({ name }) => name.endsWith('.whl'))?.path ?? '',
      interpreter: { minor, path: executable, version: minor },
      uv: join(folder, 'uv'),
      command: ['sh', '-c', 'env > "$MARKS/test"'],
    });
    await project.lint({ command: ['sh', '-c', 'env > "$MARKS/lint"'] });
    await findInterpreters([minor], { commands, files, path: '', uv: join(folder, 'uv') });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each(['build', 'test', 'lint', 'uv-venv', 'uv-pip', 'uv-python'])(
    '%s sees no secret, and no file of the runner',
    async (mark) => {
      const seen = await readFile(join(marks, mark), 'utf8');
      expect(seen).not.toContain('marked-');
      for (const [name, value] of Object.entries(KEPT)) expect(seen).toContain(`${name}=${value}`);
    },
  );

  it('see as little from a light command', async () => {
    const secrets = Object.fromEntries(HIDDEN.map((name) => [name, `marked-${name}`]));
    const { commands } = openLocalWorld({ env: { PATH: process.env['PATH'], ...secrets } });
    expect(await commands.output({ command: 'env', args: [] })).not.toContain('marked-');
  });
});
