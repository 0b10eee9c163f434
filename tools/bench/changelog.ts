// usage: node tools/bench/changelog.ts [--commits 30000,200000] [--corpus <folder>] [--rounds 5] [--limit 60] [--only ours] [--folder <path>] [--json]
// Compares the changelog of whole histories, and of one release, with other tools: wall time and peak memory, in interleaved runs. Build
// first (nx run release:build). With --folder the histories and the other tools are kept there for the next time.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { corpusHistory } from './corpus-history.ts';
import { type GeneratedHistory, importHistory } from './import-history.ts';
import { describeMachine } from './machine.ts';
import { compare, type Contender, pairs, type Result } from './measure.ts';
import { conventionalChangelog, gitCliff, type Peer } from './peers.ts';
import { renderTable, type Table } from './render-table.ts';
import { syntheticHistory } from './synthetic-history.ts';

const PROGRAM = resolve(import.meta.dirname, '../../apps/release/dist/cli.js');
const TAGS = 1000;
/** A history is long when git log takes more than this. */
const LONG_MS = 1000;

const { values: options } = parseArgs({
  options: {
    commits: { type: 'string', default: '30000,200000' },
    /** Folder with a folder for each project: `commits.ndjson.gz` and `tags.json`. */
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    /** Seconds after which a process is killed. */
    limit: { type: 'string', default: '60' },
    only: { type: 'string' },
    folder: { type: 'string' },
    program: { type: 'string', default: PROGRAM },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const limitMs = Number(options.limit) * 1000;
const say = (text: string) => process.stderr.write(`${text}\n`);
const folder =
  options.folder === undefined ? mkdtempSync(join(tmpdir(), 'changelog-bench-')) : resolve(options.folder);
mkdirSync(folder, { recursive: true });

try {
  if (!existsSync(options.program))
    throw new Error(`${options.program} is missing: run nx run release:build first`);
  const peers = options.only === 'ours' ? [] : await findPeers();
  const tables: Table[] = [];
  for (const size of options.commits
    .split(',')
    .filter((text) => text !== '')
    .map(Number)) {
    const path = await history(`synthetic-${size}`, () => syntheticHistory(size, TAGS));
    tables.push(
      await wholeHistory(`${size.toLocaleString('en')} generated commits, ${TAGS} tags`, path, peers),
    );
    tables.push(await oneRelease(`one release of ${size.toLocaleString('en')} generated commits`, path));
  }
  if (options.corpus !== undefined) tables.push(...(await corpusTables(options.corpus, peers)));
  const machine = describeMachine(rounds);
  const missing = peers.flatMap((peer) => ('missing' in peer ? [`${peer.name}: ${peer.missing}`] : []));
  if (options.json)
    process.stdout.write(`${JSON.stringify({ format: 1, machine, missing, tables }, null, 2)}\n`);
  else
    process.stdout.write(
      `${[machine, ...tables.map(renderTable), ...missing.map((text) => `skipped ${text}`)].join('\n\n')}\n`,
    );
} finally {
  if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
}

async function findPeers(): Promise<Peer[]> {
  say('installing other tools');
  const place = join(folder, 'peers');
  const peers = [
    await gitCliff(place, '2.12.0'),
    await gitCliff(place, 'latest'),
    await conventionalChangelog(place),
  ];
  for (const peer of peers) if ('missing' in peer) say(`skipped ${peer.name}: ${peer.missing}`);
  return peers;
}

async function history(name: string, generate: () => GeneratedHistory): Promise<string> {
  const path = join(folder, `${name}.git`);
  if (existsSync(path)) return path;
  say(`generating ${name}`);
  const { commits, tags } = generate();
  await importHistory(path, commits, tags);
  return path;
}

async function wholeHistory(title: string, repository: string, peers: readonly Peer[]): Promise<Table> {
  const ours = program('ours', ['changelog', '--all', '--repo', repository]);
  const others = peers.flatMap((peer) => ('missing' in peer ? [] : [peer.contender(repository)]));
  const results = await measure(title, [gitLog(ours, repository), ours, ...others]);
  const memory = { what: 'peak memory under 150 MB', met: find(results, 'ours').peakBytes < 150e6 };
  // For a short history Node takes longer to start than git needs, so the goal is for long ones.
  const ratio = pairs(results, 'ours', 'git log', (a, b) => a / b);
  const time = { what: `wall time within 1.5 times git log (${ratio.toFixed(2)})`, met: ratio <= 1.5 };
  const isLong = find(results, 'git log').wallMs > LONG_MS;
  return { title, base: 'git log', results, goals: isLong ? [time, memory] : [memory] };
}

/** Measures the section of the last release; the length of the history must not matter. */
async function oneRelease(title: string, repository: string): Promise<Table> {
  const tags = execFileSync('git', ['-C', repository, 'tag', '--sort=-creatordate'], { encoding: 'utf8' });
  const tag = tags.split('\n')[0] ?? '';
  const node: Contender = { name: 'node -e 0', command: process.execPath, args: ['-e', '0'], cwd: folder };
  const ours = program('ours', ['changelog', tag, '--repo', repository]);
  const results = await measure(title, [node, ours], Math.max(rounds, 11));
  const more = pairs(results, 'ours', 'node -e 0', (a, b) => a - b);
  return {
    title,
    base: 'node -e 0',
    results,
    goals: [{ what: `within 100 ms more than node -e 0 (${Math.round(more)} ms)`, met: more <= 100 }],
  };
}

async function corpusTables(corpus: string, peers: readonly Peer[]): Promise<Table[]> {
  const projects = readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'commits.ndjson.gz')));
  const tables: Table[] = [];
  for (const name of projects) {
    const path = await history(`corpus-${name}`, () => corpusHistory(join(corpus, name)));
    tables.push(await wholeHistory(name, path, peers));
  }
  return tables;
}

async function measure(title: string, contenders: readonly Contender[], times = rounds): Promise<Result[]> {
  say(title);
  return await compare(contenders, {
    rounds: times,
    limitMs,
    onRun: (name, { wallMs, ended }) => {
      say(`  ${name}: ${(wallMs / 1000).toFixed(2)} s${ended === 'ok' ? '' : ` (${ended})`}`);
    },
  });
}

function program(name: string, args: readonly string[]): Contender {
  return { name, command: process.execPath, args: [options.program, ...args], cwd: folder };
}

/** Finds the `git log` that our program starts in git's trace. Where the dates of a history are wrong, a second one follows. */
function gitLog(ours: Contender, repository: string): Contender {
  const trace = join(folder, 'trace.json');
  rmSync(trace, { force: true });
  execFileSync(ours.command, ours.args, {
    cwd: ours.cwd,
    env: { ...process.env, GIT_TRACE2_EVENT: trace },
    stdio: 'ignore',
  });
  const starts = readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line === '') return [];
      const event = JSON.parse(line) as { event: string; argv?: string[] };
      return event.event === 'start' && event.argv?.includes('log') === true ? [event.argv] : [];
    });
  const [argv, ...more] = starts;
  if (argv === undefined || more.some((other) => !other.includes('--date-order')))
    throw new Error(`expected one git log, found ${starts.length}`);
  return { name: 'git log', command: 'git', args: argv.slice(1), cwd: repository };
}

function find(results: readonly Result[], name: string): Result {
  const found = results.find((result) => result.name === name);
  if (found === undefined) throw new Error(`no result for ${name}`);
  return found;
}
