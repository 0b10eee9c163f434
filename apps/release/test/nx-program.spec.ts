import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from './program.ts';

const ROOT = join(import.meta.dirname, '../../..');
const EXECUTOR = join(ROOT, 'tools/nx-program/run.cjs');

/** Calls the executor as Nx does. */
const DRIVER = `
const [executor, options, context] = process.argv.slice(1);
require(executor)(JSON.parse(options), JSON.parse(context)).then(({ success }) => {
  process.exitCode = success ? 0 : 1;
});
`;

describe('the executor of the Nx targets', () => {
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'nx-program-'));
    const probe = 'process.stdout.write(JSON.stringify(process.argv.slice(2)));\nprocess.exit(CODE);\n';
    await writeFile(join(root, 'probe.cjs'), probe.replace('CODE', '0'));
    await writeFile(join(root, 'failing.cjs'), probe.replace('CODE', '4'));
    await writeFile(
      join(root, 'killed.cjs'),
      "process.kill(process.pid, 'SIGTERM');\nsetInterval(() => {}, 1000);\n",
    );
  });

  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
  });

  async function run(file: string, given: readonly string[], options: Record<string, unknown> = {}) {
    const target = { options: { program: file, args: ['draft'] } };
    const context = {
      root,
      projectName: 'release',
      targetName: 'draft',
      projectsConfigurations: { projects: { release: { targets: { draft: target } } } },
    };
    const all = { program: file, args: ['draft'], ...options, __unparsed__: given };
    const args = ['-e', DRIVER, '--', EXECUTOR, JSON.stringify(all), JSON.stringify(context)];
    return await program(process.execPath, args, { env: { PATH: process.env['PATH'] } });
  }

  it.each([
    ['a word', 'minor'],
    ['a command substitution', 'a$(id)b'],
    ['backticks', '`id`'],
    ['double quotes', 'say "hello"'],
    ['single quotes', "it's"],
    ['spaces at both ends', ' a  b '],
    ['an empty string', ''],
    ['a glob pattern', '*'],
    ['a variable', '$HOME'],
    ['an option of Nx', '--verbose'],
    ['no colours', '--no-color'],
    ['two dashes', '--'],
    ['a backslash at the end', 'C:\\'],
    ['a line break', 'a\nb'],
    ['non-ASCII letters', 'ä – 日本'],
  ])('passes %s unchanged', async (_name, word) => {
    const ended = await run('probe.cjs', [word, 'end']);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual(['draft', word, 'end']);
  });

  it('takes the program from the configuration, not from an argument', async () => {
    const ended = await run('probe.cjs', ['--program=failing.cjs'], { program: 'failing.cjs', args: [] });
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual(['draft', '--program=failing.cjs']);
  });

  it.each([
    ['failing.cjs', 4],
    ['killed.cjs', 143],
  ])('prints the exit code of %s: %i', async (file, code) => {
    const ended = await run(file, []);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toBe(`release:draft exited with code ${code}\n`);
  });

  it('runs in Nx itself', async () => {
    const nx = join(ROOT, 'node_modules/.bin/nx');
    // Built before the tests: building here would remove the program that other tests are using.
    const args = ['run', 'release:status', '--excludeTaskDependencies', '--', '--help', '--no-color'];
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NX_DAEMON: 'false', CI: 'true' };
    const ended = await program(process.execPath, [nx, ...args], { env, cwd: ROOT });
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(ended.stdout).toContain('Usage: heroku-release status ');
    const wrong = await program(process.execPath, [nx, ...args.slice(0, 4), '--nonsense'], {
      env,
      cwd: ROOT,
    });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout + wrong.stderr).toContain('release:status exited with code 2');
  });
});
