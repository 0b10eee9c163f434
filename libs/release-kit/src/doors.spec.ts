import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandRunner, FileStore, HttpClient, nodeSpawn, Redactor } from './index.ts';
import { FaultScript } from './testing/index.ts';

let origin = '';
let close: () => Promise<void> = () => Promise.resolve();
const asked: string[] = [];

beforeEach(async () => {
  asked.length = 0;
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (request.url === '/reset') return void request.socket.destroy();
    if (request.url === '/redirect') return void response.writeHead(302, { location: '/elsewhere' }).end();
    if (request.url === '/down') return void response.writeHead(503, { 'retry-after': '7' }).end('down');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('x-length', request.headers['content-length'] ?? 'none');
      response.end(Buffer.concat(chunks));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(async () => {
  await close();
});

describe('HttpClient', () => {
  it('sends once and hands every status over, redirects too', async () => {
    const http = new HttpClient();
    const down = await http.send({ side: 'x', method: 'GET', url: `${origin}/down` });
    const moved = await http.send({ side: 'x', method: 'GET', url: `${origin}/redirect` });
    expect([down.status, down.headers['retry-after'], moved.status]).toEqual([503, '7', 302]);
    expect(asked).toEqual(['GET /down', 'GET /redirect']);
    expect(http.sent).toEqual([
      { side: 'x', method: 'GET', path: '/down' },
      { side: 'x', method: 'GET', path: '/redirect' },
    ]);
  });

  it('streams a body with its exact length', async () => {
    const http = new HttpClient();
    const response = await http.send({
      side: 'x',
      method: 'POST',
      url: `${origin}/echo`,
      body: {
        length: 6,
        open: async function* () {
          yield Buffer.from('abc');
          yield Buffer.from('def');
        },
      },
    });
    expect(response.headers['x-length']).toBe('6');
    expect(await response.text()).toBe('abcdef');
  });

  it.each([
    { method: 'GET', effect: 'none' },
    { method: 'POST', effect: 'unknown' },
  ] as const)('a broken $method has effect $effect', async ({ method, effect }) => {
    const sent = new HttpClient().send({ side: 'x', method, url: `${origin}/reset` });
    await expect(sent).rejects.toMatchObject({ code: 'HTTP_BROKEN', effect });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    await close();
    const sent = new HttpClient().send({ side: 'x', method: 'POST', url: `${origin}/` });
    await expect(sent).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE', effect: 'none' });
  });

  it('refuses plain http to anywhere but this machine', async () => {
    const sent = new HttpClient().send({ side: 'x', method: 'GET', url: 'http://example.test/' });
    await expect(sent).rejects.toMatchObject({ code: 'HTTP_INSECURE' });
  });

  it('reads no further than the limit', async () => {
    const response = await new HttpClient().send({
      side: 'x',
      method: 'POST',
      url: `${origin}/echo`,
      body: 'abcdef',
      maxBytes: 5,
    });
    await expect(response.bytes()).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });

  it('serves as fetch for other libraries', async () => {
    const http = new HttpClient();
    const response = await http.asFetch('github')(`${origin}/echo`, { method: 'POST', body: 'hello' });
    expect(await response.text()).toBe('hello');
    expect(http.sent).toEqual([{ side: 'github', method: 'POST', path: '/echo' }]);
  });
});

describe.each([
  { over: 'execa, the default', options: {} },
  { over: 'Node alone', options: { spawn: nodeSpawn } },
])('CommandRunner over $over', ({ options }) => {
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

  it('hands over standard input, and has none unless told', async () => {
    const commands = new CommandRunner({ ...options, env });
    const echo = { command: 'node', args: ['-e', 'process.stdin.pipe(process.stdout)'] };
    expect(await commands.output({ ...echo, input: 'aé\n' })).toBe('aé\n');
    expect(await commands.output({ ...echo, input: Buffer.from('b') })).toBe('b');
    expect(await commands.output(echo)).toBe('');
    // Who does not read is not to blame for it.
    const deaf = await commands.run({ command: 'node', args: ['-e', '0'], input: 'x'.repeat(1_000_000) });
    expect(deaf.exitCode).toBe(0);
  });

  it('ends a process that takes too long, or that nobody waits for', async () => {
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

  it('streams the output and shows its lines', async () => {
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

describe('FileStore', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-store-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('writes whole files, makes folders, and leaves nothing beside them', async () => {
    const files = new FileStore();
    await files.write(join(folder, 'deep', 'a.txt'), 'one');
    await files.write(join(folder, 'deep', 'a.txt'), 'two');
    expect(await readFile(join(folder, 'deep', 'a.txt'), 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.txt']);
  });

  it('moves a folder to where none is, and leaves one alone that is there', async () => {
    const files = new FileStore();
    const place = join(folder, 'place');
    const made = await Promise.all(['one', 'two'].map(() => files.temporaryFolder('made-', folder)));
    for (const path of made) await files.write(join(path, 'name'), path);
    const moves = await Promise.allSettled(made.map((path) => files.moveFolder(path, place)));
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(moves.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'FILE_NOT_WRITABLE' },
    });
    expect(made).toContain(await readFile(join(place, 'name'), 'utf8'));
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('lets a file stay executable', async () => {
    const files = new FileStore();
    const path = join(folder, 'run.sh');
    await writeFile(path, 'old', { mode: 0o755 });
    await files.write(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('keeps the old file when a stream breaks', async () => {
    const files = new FileStore();
    const path = join(folder, 'a.txt');
    await files.write(path, 'old');
    const broken = async function* () {
      yield Buffer.from('new');
      throw new Error('broken');
    };
    await expect(files.writeStream(path, broken())).rejects.toThrow('broken');
    expect(await files.readText(path)).toBe('old');
  });

  it('hashes while it writes', async () => {
    const files = new FileStore();
    const path = join(folder, 'a.txt');
    const digest = await files.writeStream(
      path,
      (async function* () {
        yield Buffer.from('abc');
      })(),
    );
    expect(digest).toEqual(await files.digest(path));
    expect(digest.sha256.slice(0, 8)).toBe('ba7816bf');
  });

  it('is named in the fault points', async () => {
    const faults = new FaultScript();
    await new FileStore({ faults }).write(join(folder, 'plan.json'), '{}');
    expect(faults.reached).toEqual([{ door: 'file', name: 'plan.json', writes: true }]);
  });

  it('says which file cannot be read', async () => {
    await expect(new FileStore().readText(join(folder, 'none'))).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
    });
  });
});
