import { join } from 'node:path';
import { CommandRunner, FileStore, type Random, Redactor } from '@heroku-release/release-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsIn, outputsIn } from '../test/runner-model.ts';
import { ActionsIo } from './actions-io.ts';
import { SUMMARY_LIMIT_BYTES } from './file-commands.ts';

const files = new FileStore();
const random: Random = { hex: (bytes) => 'f'.repeat(bytes * 2), fraction: () => 0 };
let folder = '';
let number = 0;
beforeAll(async () => {
  folder = await files.temporaryFolder('actions-io-');
});
afterAll(async () => {
  await files.remove(folder);
});

async function job(more: Record<string, string | undefined> = {}) {
  const at = join(folder, String((number += 1)));
  const [output, summary] = [join(at, 'output'), join(at, 'summary.md')];
  await files.write(output, '');
  await files.write(summary, '');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...more };
  const written: string[] = [];
  const redactor = new Redactor();
  const io = new ActionsIo({ env, files, random, redactor, write: (text) => written.push(text) });
  const log = () => written.join('');
  return {
    io,
    env,
    redactor,
    log,
    output: () => files.readText(output),
    summary: () => files.readText(summary),
  };
}

describe('inputs', () => {
  it('are found by upper case, spaces as underscores, hyphens kept', async () => {
    const { io } = await job({ 'INPUT_DRY-RUN': ' yes ', INPUT_THE_TAG: 'v1' });
    expect([io.input('dry-run'), io.input('the tag'), io.input('none')]).toEqual(['yes', 'v1', '']);
  });

  it.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
    ['', undefined],
  ])('that are boolean: %j is %j', async (text, expected) => {
    const { io } = await job({ INPUT_FLAG: text });
    expect(io.booleanInput('flag')).toBe(expected);
  });

  it.each(['yes', 'no', '1', '0', 'tRUE', 'on'])('that are boolean: %j is an error', async (text) => {
    const { io } = await job({ INPUT_FLAG: text });
    expect(() => io.booleanInput('flag')).toThrow(expect.objectContaining({ code: 'ACTIONS_INPUT_INVALID' }));
  });
});

describe('outputs', () => {
  it('are appended in the form that allows line breaks', async () => {
    const { io, output } = await job();
    await Promise.all([
      io.setOutput('version', '1.2.3'),
      io.setOutput('notes', 'a\nb=c\n<<EOF'),
      io.setOutput('release', true),
    ]);
    const d = `ghadelimiter_${'f'.repeat(32)}`;
    expect(await output()).toBe(
      `version<<${d}\n1.2.3\n${d}\nnotes<<${d}\na\nb=c\n<<EOF\n${d}\nrelease<<${d}\ntrue\n${d}\n`,
    );
  });

  it('are read back unchanged, whatever they contain', async () => {
    const unit = fc.constantFrom('\n', '=', '<<', 'ghadelimiter_', 'a', ' ', 'é', '"', '$', '::');
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 12 }), async (parts) => {
        const { io, output } = await job();
        await io.setOutput('first', parts.join(''));
        await io.setOutput('second', 'after');
        expect(outputsIn(await output())).toEqual({ first: parts.join(''), second: 'after' });
      }),
      { numRuns: 50 },
    );
  });

  it.each(['', '1a', 'a=b', 'a\nb', 'a<<b'])('cannot be called %j', async (name) => {
    const { io, output } = await job();
    await expect(io.setOutput(name, 'x')).rejects.toMatchObject({ code: 'ACTIONS_OUTPUT_INVALID' });
    expect(await output()).toBe('');
  });

  it('cannot contain the delimiter', async () => {
    const { io } = await job();
    const value = `x\nghadelimiter_${'f'.repeat(32)}\nevil=1`;
    await expect(io.setOutput('x', value)).rejects.toMatchObject({ code: 'ACTIONS_OUTPUT_INVALID' });
  });

  it.each([undefined, '', '/nowhere/at/all'])('need the file of the runner (%s)', async (path) => {
    const { io } = await job({ GITHUB_OUTPUT: path });
    await expect(io.setOutput('x', 'y')).rejects.toMatchObject({ code: 'ACTIONS_FILE_MISSING' });
  });

  it('continue after one that failed', async () => {
    const { io, output } = await job();
    await expect(io.setOutput('a b', '1')).rejects.toMatchObject({ code: 'ACTIONS_OUTPUT_INVALID' });
    await io.setOutput('ok', '1');
    expect(outputsIn(await output())).toEqual({ ok: '1' });
  });
});

describe('the summary', () => {
  it('grows, each part on separate lines', async () => {
    const { io, summary } = await job();
    await io.summary('# Release 1.2.3');
    await io.summary('done\n');
    expect(await summary()).toBe('# Release 1.2.3\ndone\n');
  });

  it('stays within 1 MiB, cut at a line, with a warning', async () => {
    const { io, summary, log } = await job();
    await io.summary('# Title');
    await io.summary('a line with ünïcode\n'.repeat(70_000));
    await io.summary('what no longer fits '.repeat(100));
    const text = await summary();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_LIMIT_BYTES);
    expect(Buffer.byteLength(text)).toBeGreaterThan(SUMMARY_LIMIT_BYTES - 200);
    const lines = new Set(text.split('\n'));
    expect(lines.size).toBe(4);
    expect(text).not.toContain('\uFFFD');
    expect(commandsIn(log())).toHaveLength(2);
  });

  it('may have exactly 1 MiB', async () => {
    const { io, summary, log } = await job();
    await io.summary('x'.repeat(SUMMARY_LIMIT_BYTES - 1));
    expect(Buffer.byteLength(await summary())).toBe(SUMMARY_LIMIT_BYTES);
    expect(log()).toBe('');
  });
});

describe('annotations', () => {
  it('carry their place in the format of the runner', async () => {
    const { io, log } = await job();
    io.error('no such key', {
      file: 'pyproject.toml',
      line: 3,
      column: 5,
      endLine: 3,
      endColumn: 9,
      title: 'Settings',
    });
    expect(log()).toBe(
      '::error title=Settings,file=pyproject.toml,line=3,endLine=3,col=5,endColumn=9::no such key\n',
    );
  });

  it.each([
    [9, 9],
    [10, 10],
    [25, 10],
  ])(
    '%d of a level are shown in %d, none is lost, and levels are counted separately',
    async (given, shown) => {
      const { io, log } = await job();
      for (let n = 1; n <= given; n += 1) io.warning(`problem ${n};`);
      io.error('one error');
      io.close();
      const warnings = commandsIn(log()).filter((line) => line.startsWith('::warning'));
      expect(warnings).toHaveLength(shown);
      for (let n = 1; n <= given; n += 1) expect(warnings.join()).toContain(`problem ${n};`);
      expect(commandsIn(log())).toContain('::error::one error');
    },
  );

  it('beyond the ninth cannot smuggle a command into the log', async () => {
    const { io, log } = await job();
    for (let n = 0; n < 12; n += 1) io.error('\n::add-mask::1.2.3', { title: '\n::stop' });
    io.close();
    expect(commandsIn(log()).filter((line) => !line.startsWith('::error'))).toEqual([]);
    expect(commandsIn(log())).toHaveLength(10);
  });
});

describe('the log', () => {
  it('folds groups, one at a time', async () => {
    const { io, log } = await job();
    io.endGroup();
    io.group('Build: 1,2');
    io.group('Test');
    io.close();
    expect(log()).toBe('::group::Build: 1,2\n::endgroup::\n::group::Test\n::endgroup::\n');
  });

  it('never contains a command from untrusted text', async () => {
    const { io, log } = await job();
    io.info('title\n::error::x\nsee ##[error]y');
    expect(commandsIn(log())).toEqual([]);
  });

  it('does not assemble a secret that invisible characters had split', async () => {
    const { io, redactor, log } = await job();
    redactor.add('s3cret-token');
    io.info('s3c\u200bret-token and ::s3cret-token');
    expect(log()).not.toContain('s3cret-token');
  });
});

describe('masks', () => {
  it('hide every line and every encoding, before anything else is printed', async () => {
    const { io, log } = await job();
    io.mask('first line+1\nsecond');
    io.info('first line+1 and second');
    const masks = commandsIn(log()).map((line) => line.replace('::add-mask::', ''));
    expect(masks).toEqual(
      expect.arrayContaining([
        'first line+1%0Asecond',
        'first line+1',
        'first%2520line%252B1',
        Buffer.from('first line+1').toString('base64'),
        Buffer.from('__token__:second').toString('base64'),
      ]),
    );
    expect(log().split('\n').at(-2)).toBe('[redacted] and [redacted]');
  });

  it('ignore short values and print nothing outside of GitHub Actions', async () => {
    const inside = await job();
    inside.io.mask('abc');
    expect(inside.log()).toBe('');
    const outside = await job({ GITHUB_ACTIONS: undefined });
    outside.io.mask('s3cret-token');
    outside.io.info('s3cret-token');
    expect(outside.log()).toBe('[redacted]\n');
  });

  it('reach outputs, summary and annotations', async () => {
    const { io, log, output, summary } = await job();
    io.mask('s3cret-token');
    const masked = log();
    io.error('it is s3cret-token', { title: 's3cret-token', file: 's3cret-token' });
    io.group('s3cret-token');
    await io.setOutput('x', 's3cret-token');
    await io.summary('s3cret-token');
    expect(log().slice(masked.length) + (await output()) + (await summary())).not.toContain('s3cret-token');
  });
});

/** GitHub's own implementation, in a separate process, is the reference for our output. */
it('writes what @actions/core writes', async () => {
  const ours = await job();
  const theirs = await job();
  const program = `
    import * as core from '@actions/core';
    core.setOutput('notes', 'a\\nb %25 ::x');
    core.setOutput('release', true);
    core.error('50% a:b,c\\r\\nd', { title: 'T: 1,2', file: 'a b.py', startLine: 3, endLine: 4, startColumn: 5, endColumn: 6 });
    core.warning('w');
    core.startGroup('G: 100%');
    core.endGroup();
    await core.summary.addRaw('# Title', true).write();
    console.error(JSON.stringify([core.getInput('dry-run'), core.getInput('the tag'), core.getBooleanInput('flag')]));
  `;
  const inputs = { 'INPUT_DRY-RUN': ' yes ', INPUT_THE_TAG: 'v1', INPUT_FLAG: 'True' };
  const commands = new CommandRunner({ env: { ...theirs.env, ...inputs } });
  const node = await commands.run({
    command: process.execPath,
    args: ['--input-type=module', '--eval', program],
    cwd: join(import.meta.dirname, '..'),
  });
  const { io } = ours;
  await io.setOutput('notes', 'a\nb %25 ::x');
  await io.setOutput('release', true);
  io.error('50% a:b,c\r\nd', {
    title: 'T: 1,2',
    file: 'a b.py',
    line: 3,
    endLine: 4,
    column: 5,
    endColumn: 6,
  });
  io.warning('w');
  io.group('G: 100%');
  io.endGroup();
  await io.summary('# Title');
  expect({ exitCode: node.exitCode, stdout: node.stdout }).toEqual({ exitCode: 0, stdout: ours.log() });
  expect(outputsIn(await ours.output())).toEqual(outputsIn(await theirs.output()));
  expect(await ours.summary()).toBe(await theirs.summary());
  const again = await job(inputs);
  expect(JSON.parse(node.stderr)).toEqual([
    again.io.input('dry-run'),
    again.io.input('the tag'),
    again.io.booleanInput('flag'),
  ]);
});
