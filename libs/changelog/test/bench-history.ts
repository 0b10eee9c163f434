/**
 * Measures the rendered changelog of a whole history against plain `git log` with the same format:
 *
 *   node --conditions=@heroku-release/source libs/changelog/test/bench-history.ts [commits ...]
 *
 * Builds a synthetic history with 1,000 tags for each number (default 30000 200000) in a temporary folder and prints both times, their
 * ratio, and the peak memory of the rendering process. The best of five rounds counts. With BENCH_BUILT=1 the built libraries are
 * measured. `--build <folder> <commits>` and `--render <folder>` do the two halves, for a profiler.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Commit, DatedTag } from '../src/index.ts';

const TAGS = 1000;
const ROUNDS = 5;
const SELF = fileURLToPath(import.meta.url);
const FORMAT = '%H%x00%P%x00%aI%x00%cI%x00%an%x00%s%x00%b';
const LOG = ['log', '-z', `--format=${FORMAT}`, '--topo-order', '--end-of-options', 'main', '--'];
const TYPES = ['feat', 'fix', 'docs', 'chore', 'refactor', 'test', 'perf', 'feat(api)', 'fix(cli)', 'fix'];
const WORDS =
  'parse the header once and keep the connection open until every part of the answer is read'.split(' ');

// The changelog library depends on neither, so both are loaded by their place.
interface GitRepo {
  GitRepository: {
    open(
      path: string,
      options: { commands: unknown },
    ): Promise<{ logBatches(range: { to: string }): AsyncIterable<Commit[]>; tags(): Promise<DatedTag[]> }>;
  };
}
interface Kit {
  CommandRunner: new (options: { env: NodeJS.ProcessEnv }) => unknown;
}
const library = async (name: string): Promise<unknown> =>
  (await import(
    new URL(`../../${name}/${BUILT ? 'dist/index.js' : 'src/index.ts'}`, import.meta.url).href
  )) as unknown;
const BUILT = process.env['BENCH_BUILT'] === '1';

async function build(repository: string, count: number): Promise<void> {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
  const child = spawn('git', ['-C', repository, 'fast-import', '--quiet'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  await pipeline(stories(count), child.stdin);
  await ended;
}

/** Mostly squash merges; every thirtieth change is a branch of two commits and its merge. */
function* stories(count: number): Generator<string> {
  const every = Math.floor(count / TAGS);
  let last = 0;
  for (let mark = 1; mark <= count; mark = last + 1) {
    const before = last;
    const base = last === 0 ? [] : [last];
    if (mark % 30 === 0 && mark + 2 <= count) {
      yield story(mark, `wip ${wordsOf(mark)}`, base);
      yield story(mark + 1, `fix review of ${wordsOf(mark + 1)}`, [mark]);
      const title = `${typeOf(mark)}: ${wordsOf(mark)}`;
      yield story(mark + 2, `Merge pull request #${mark} from someone/branch-${mark}\n\n${title}`, [
        last,
        mark + 1,
      ]);
      last = mark + 2;
    } else {
      const body = mark % 3 === 0 ? `\n\n${wordsOf(mark + 5)}.\n\nSigned-off-by: A <a@example.invalid>` : '';
      yield story(mark, `${typeOf(mark)}: ${wordsOf(mark)} (#${mark})${body}`, base);
      last = mark;
    }
    const version = Math.floor(last / every);
    if (version > Math.floor(before / every)) yield `reset refs/tags/v${version}.0.0\nfrom :${last}\n\n`;
  }
}

function story(mark: number, message: string, parents: readonly number[]): string {
  const who = `Author ${mark % 97} <author-${mark % 97}@example.invalid> ${1_400_000_000 + mark * 600} +0000`;
  const lines = parents.map((parent, at) => `${at === 0 ? 'from' : 'merge'} :${parent}\n`).join('');
  const head = `commit refs/heads/main\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`;
  const content = `M 100644 inline n\ndata 8\n${String(mark).padStart(8, '0')}\n\n`;
  return `${head}data ${Buffer.byteLength(message)}\n${message}\n${lines}${content}`;
}

const typeOf = (seed: number) => TYPES[seed % TYPES.length] ?? 'fix';
const wordsOf = (seed: number) =>
  Array.from({ length: 6 }, (_, at) => WORDS[(seed * 7 + at * 5) % WORDS.length]).join(' ');

async function render(repository: string): Promise<void> {
  const { GitRepository } = (await library('git-repo')) as GitRepo;
  const { CommandRunner } = (await library('release-kit')) as Kit;
  const { renderHistory } = (await library('changelog')) as typeof import('../src/index.ts');
  const git = await GitRepository.open(repository, { commands: new CommandRunner({ env: process.env }) });
  const out = createWriteStream('/dev/null');
  let characters = 0;
  const texts = renderHistory({
    commits: git.logBatches({ to: 'main' }),
    tags: await git.tags(),
    repositoryUrl: 'https://github.com/owner/repo',
  });
  for await (const text of texts) {
    characters += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  console.log(JSON.stringify({ characters, peak: Math.round(process.resourceUsage().maxRSS / 1024) }));
}

function best(run: () => string): { ms: number; said: string } {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    const said = run();
    return { ms: performance.now() - start, said };
  });
  return rounds.reduce((a, b) => (b.ms < a.ms ? b : a));
}

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'));
  try {
    const repository = join(folder, 'repository.git');
    await build(repository, count);
    const nowhere = openSync('/dev/null', 'w');
    const plain = best(() => {
      spawnSync('git', ['-C', repository, ...LOG], { stdio: ['ignore', nowhere, 'inherit'] });
      return '';
    });
    const idle = best(() => {
      spawnSync(process.execPath, ['-e', '0']);
      return '';
    });
    const args = [...process.execArgv, SELF, '--render', repository];
    const ours = best(() => execFileSync(process.execPath, args, { encoding: 'utf8' }));
    const { characters, peak } = JSON.parse(ours.said) as { characters: number; peak: number };
    console.log(
      `${count} commits: git log ${Math.round(plain.ms)} ms, rendered ${Math.round(ours.ms)} ms ` +
        `(node -e 0: ${Math.round(idle.ms)} ms), ratio ${(ours.ms / plain.ms).toFixed(2)}, ` +
        `peak ${peak} MB, ${characters} characters`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--render') await render(rest[0] ?? '');
else if (first === '--build') await build(rest[0] ?? '', Number(rest[1]));
else
  for (const count of first === undefined ? [30_000, 200_000] : [first, ...rest].map(Number))
    await measure(count);
