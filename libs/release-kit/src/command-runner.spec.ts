import { describe, expect, it } from 'vitest';
import { CommandRunner } from './command-runner.ts';
import { nodeSpawn } from './node-spawn.ts';
import { Redactor } from './redactor.ts';

describe.each([
  { implementation: 'execa, the default', options: {} },
  { implementation: 'plain Node', options: { spawn: nodeSpawn } },
])('CommandRunner with $implementation', ({ options }) => {
  const env = { PATH: process.env['PATH'] };

  it('passes arguments verbatim and only the given environment', async () => {
    const commands = new CommandRunner({ ...options, env: { ...env, GIVEN: 'yes', HOME: undefined } });
    const script = 'console.log(JSON.stringify([process.argv.slice(1), Object.keys(process.env).sort()]))';
    const out = await commands.output({ command: 'node', args: ['-e', script, '--', '$(id)', `'"`, ''] });
    expect(JSON.parse(out)).toEqual([
      ['$(id)', `'"`, ''],
      ['GIVEN', 'PATH'],
    ]);
  });

  it.each([
    { command: 'no-such-program-here', args: [], code: 'COMMAND_NOT_FOUND' },
    {
      command: 'node',
      args: ['-e', 'console.error("hunter22"); process.exitCode = 3'],
      code: 'COMMAND_FAILED',
    },
  ])('$code', async ({ command, args, code }) => {
    const redactor = new Redactor();
    redactor.add('hunter22');
    const commands = new CommandRunner({ ...options, env, redactor });
    const whole = async () => await commands.output({ command, args });
    const streamed = async () => await Array.fromAsync(commands.stream({ command, args }));
    for (const way of [whole, streamed]) {
      await expect(way()).rejects.toMatchObject({ code });
      await expect(way()).rejects.not.toThrow(/hunter22/);
    }
  });

  it('passes standard input on, and has none by default', async () => {
    const commands = new CommandRunner({ ...options, env });
    const echo = { command: 'node', args: ['-e', 'process.stdin.pipe(process.stdout)'] };
    expect(await commands.output({ ...echo, input: 'aé\n' })).toBe('aé\n');
    expect(await commands.output({ ...echo, input: Buffer.from('b') })).toBe('b');
    expect(await commands.output(echo)).toBe('');
    // A process that never reads its input does not fail for that.
    const unread = await commands.run({ command: 'node', args: ['-e', '0'], input: 'x'.repeat(1_000_000) });
    expect(unread.exitCode).toBe(0);
  });

  it('ends a process that takes too long, is aborted, or whose output is no longer read', async () => {
    const commands = new CommandRunner({ ...options, env });
    const endless = { command: 'node', args: ['-e', 'console.log("on"); setInterval(() => {}, 1000)'] };
    await expect(commands.run({ ...endless, timeoutMs: 1 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
      effect: 'none',
    });
    const stop = new AbortController();
    const stopped = commands.run({
      ...endless,
      writes: true,
      signal: stop.signal,
      onLine: () => {
        stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'COMMAND_FAILED', effect: 'unknown' });
    for await (const chunk of commands.stream(endless)) {
      expect(Buffer.from(chunk).toString('utf8')).toBe('on\n');
      break;
    }
  });

  it('streams the output and reports its lines', async () => {
    const commands = new CommandRunner({ ...options, env });
    const parts: string[] = [];
    for await (const chunk of commands.stream({ command: 'node', args: ['-e', 'console.log("a\\nb")'] })) {
      parts.push(new TextDecoder().decode(chunk));
    }
    expect(parts.join('')).toBe('a\nb\n');
    const lines: string[] = [];
    await commands.run({
      command: 'node',
      args: ['-e', 'console.log("a\\nb")'],
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(['a', 'b']);
  });
});
