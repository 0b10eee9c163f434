import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.ts';
import { CLI, heroku, program } from './program.ts';
import { ReleaseWorld } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

const COMMANDS = ['draft', 'package', 'create-tag', 'publish', 'status', 'verify', 'rehearse'];
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
/** Packages that only stages, status and rehearsals need. */
const HEAVY = /^(?:got|zod|execa|octokit|@octokit\/.*|yauzl|tar-stream|@clack\/.*)$/;
const ESCAPE = String.fromCodePoint(27);

describe('the command line', () => {
  it('has the version of its package.json', async () => {
    const text = await readFile(join(import.meta.dirname, '../package.json'), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(VERSION).toBe(version);
    for (const args of [['--version'], ['-V']]) {
      expect(await heroku(args, { env })).toMatchObject({
        exitCode: 0,
        signal: null,
        stdout: `${version}\n`,
        stderr: '',
      });
    }
  });

  it.each(['cli', 'start', 'run-command-line', 'show-changelog', 'show-version'])(
    'does not bundle clients, schemas or the sandbox into %s',
    async (bundle) => {
      const text = await readFile(join(import.meta.dirname, `../dist/${bundle}.js`), 'utf8');
      // esbuild puts the path of each source file into a comment.
      const packages = [...text.matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
        ([, name]) => name,
      );
      expect(packages.filter((name) => HEAVY.test(name ?? ''))).toEqual([]);
      expect(text).not.toMatch(/from "@heroku-release\/release-(?:sandbox|runner)"/);
    },
  );

  it('shows examples in the help of every command', async () => {
    const whole = await heroku(['--help'], { env });
    expect(whole).toMatchObject({ exitCode: 0, stderr: '' });
    const [, list = ''] = whole.stdout.split('Commands:\n');
    const commands = [...list.matchAll(/^ {2}([a-z-]+)[ |]/gm)].map(([, name = '']) => name);
    expect(commands).toEqual(expect.arrayContaining(COMMANDS));
    for (const words of [[], ...commands.filter((name) => name !== 'help').map((name) => [name])]) {
      const ended = await heroku([...words, '--help'], { env });
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      const command = ['heroku-release', ...words].join(' ');
      expect(ended.stdout).toMatch(new RegExp(`Usage: ${command} `));
      expect(ended.stdout).toMatch(new RegExp(`Examples:\\n {2}\\$ ${command}`));
    }
  });

  it.each(['--help', 'status --help', 'changelog --help'])(
    '%s ends quietly when its output is closed',
    async (words) => {
      const script = `"$0" "$1" ${words} | true; echo "\${PIPESTATUS[0]}"`;
      const ended = await program('bash', ['-c', script, process.execPath, CLI], { env });
      expect(ended).toMatchObject({ stdout: '0\n', stderr: '' });
    },
  );

  it.each([
    { name: 'no command', args: [] },
    { name: 'unknown command', args: ['drafft'] },
    { name: 'unknown option', args: ['status', '--verbos'] },
    { name: 'unknown option before a command', args: ['--nonsense'] },
    { name: 'missing argument', args: ['draft'] },
    { name: 'too many arguments', args: ['draft', 'minor', '1.2.0', 'more'] },
    { name: 'option without its value', args: ['status', '--repo'] },
    { name: 'value that is not a choice', args: ['rehearse', '--merge', 'octopus'] },
    { name: 'part that is not a choice', args: ['package', 'deploy'] },
    { name: 'run that is not a number', args: ['create-tag', '--run', 'x'] },
  ])('$name: exit code 2 and nothing on standard output', async ({ args }) => {
    const ended = await heroku(args, { env });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).not.toBe('');
  });

  it('is also installed as draft-release, with the arguments of draft', async () => {
    const file = join(import.meta.dirname, '../dist/draft-release.js');
    const ended = await program(process.execPath, [file, 'mnior', '--json'], { env });
    expect(ended.exitCode).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode: 2, error: { code: 'USAGE' } });
  });
});

describe('--json', () => {
  let template: Template;
  let world: ReleaseWorld;

  beforeAll(async () => {
    template = await makeTemplate();
    world = await ReleaseWorld.open(template);
  });

  afterAll(async () => {
    await world.close();
    await rm(template.folder, { recursive: true, force: true });
  });

  it.each([
    { name: 'a status', args: ['status'], exitCode: 0, holds: { format: 1, repository: 'heroku/demo' } },
    {
      name: 'a dry run',
      args: ['draft', 'minor', '--dry-run'],
      exitCode: 0,
      holds: { format: 1, stage: 'draft', mode: 'plan', outcome: 'done', exitCode: 0 },
    },
    {
      name: 'a refusal',
      args: ['draft', '1.1.0', '--dry-run'],
      exitCode: 3,
      holds: { format: 1, stage: 'draft', outcome: 'refused', exitCode: 3 },
    },
    {
      name: 'an error',
      args: ['publish'],
      exitCode: 2,
      holds: { format: 1, outcome: 'failed', exitCode: 2, error: { code: 'USAGE' } },
    },
    {
      name: 'wrong usage',
      args: ['status', '--nonsense'],
      exitCode: 2,
      holds: { format: 1, outcome: 'failed', exitCode: 2, error: { code: 'USAGE' } },
    },
  ])('prints one document for $name and nothing else', async ({ args, exitCode, holds }) => {
    const ended = await world.run([...args, '--json']);
    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    // A second document, or any other line, would not parse.
    expect(JSON.parse(ended.stdout)).toMatchObject(holds);
    expect(ended.stdout).toMatch(/^\{[\s\S]*\}\n$/);
  });

  it('prints no secret', async () => {
    const env = { TPS_API_TOKEN: 'marked-secret-of-tps', ACTOR_EMAIL: 'marked@example.invalid' };
    const { stdout, stderr } = await world.run(['publish', 'marked-secret-of-tps', '--yes', '--json'], env);
    expect(stdout + stderr).not.toContain('marked');
  });
});

describe('colours', () => {
  let template: Template;

  beforeAll(async () => {
    template = await makeTemplate();
  });

  afterAll(async () => {
    await rm(template.folder, { recursive: true, force: true });
  });

  it.each([
    { name: 'in a terminal', args: [], env: {}, coloured: true },
    { name: 'with --no-color', args: ['--no-color'], env: {}, coloured: false },
    { name: 'with NO_COLOR', args: [], env: { NO_COLOR: '1' }, coloured: false },
    { name: 'in a dumb terminal', args: [], env: { TERM: 'dumb' }, coloured: false },
  ])('$name: $coloured', async ({ args, env: more, coloured }) => {
    const world = await ReleaseWorld.open(template);
    try {
      const script = join(import.meta.dirname, 'terminal.py');
      const order = {
        command: [process.execPath, CLI, 'draft', 'minor', '--dry-run', ...args],
        env: { ...withoutUndefined(world.env()), TERM: 'xterm', ...more },
        cwd: world.checkout,
        until: 'never',
        answer: '',
      };
      const ended = await program('python3', [script, JSON.stringify(order)], { env });
      expect(ended.exitCode, ended.stdout).toBe(0);
      expect(ended.stdout).toContain('branch');
      expect(ended.stdout.includes(ESCAPE)).toBe(coloured);
      const piped = await world.run(['draft', 'minor', '--dry-run', ...args], { TERM: 'xterm', ...more });
      expect(piped.stderr).not.toContain(ESCAPE);
    } finally {
      await world.close();
    }
  });
});

function withoutUndefined(given: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
