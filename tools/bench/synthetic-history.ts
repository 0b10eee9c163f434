import type { GeneratedCommit, GeneratedHistory, GeneratedTag } from './import-history.ts';

const TYPES = ['feat', 'fix', 'fix', 'docs', 'chore', 'refactor', 'test', 'perf', 'build', 'ci'];
const SCOPES = ['', '', '(core)', '(client)', '(cli)', '(auth)', '(http)', '(parser)'];
const VERBS = [
  'add',
  'remove',
  'handle',
  'support',
  'avoid',
  'rework',
  'document',
  'allow',
  'prevent',
  'speed up',
];
const THINGS = [
  'connection pools',
  'empty answers',
  'the retry budget',
  'unicode names',
  'time zones',
  'proxy settings',
  'large uploads',
  '`None` values',
  'stale locks',
  'type hints',
  'the token cache',
  'lazy imports',
];
const ENDS = [
  '',
  ' on Windows',
  ' in async code',
  ' for old servers',
  ' when offline',
  ' (again)',
  ' by default',
];
const PROSE =
  'The server responds late under load, and the client gave up too early. This keeps the connection and retries after the delay in the response.';
const PACKAGES = ['requests', 'urllib3', 'ruff', 'pytest', 'certifi', 'mypy', 'actions/checkout'];
const PEOPLE = Array.from({ length: 60 }, (_, at) => `author ${at}`);
const DAY = 86_400;

/**
 * Generates commits like those of real projects: conventional and plain subjects, squash merges with their number, merged branches of
 * one to four commits, dependency updates by a bot, reverts, and tagged release commits. The same seed gives the same history.
 */
export function syntheticHistory(size: number, tagCount: number, seed = 1): GeneratedHistory {
  const random = mulberry(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const commits: GeneratedCommit[] = [];
  const tags: GeneratedTag[] = [];
  const every = size / tagCount;
  let tip: number | undefined;
  let pull = 1;
  let time = 1_300_000_000;
  const add = (message: string, parents: readonly (number | undefined)[], author = pick(PEOPLE)): number => {
    time += Math.floor(random() * 600);
    const mark = commits.length + 1;
    commits.push({ mark, parents: parents.filter((parent) => parent !== undefined), message, author, time });
    return mark;
  };
  const subject = () => {
    const words = `${pick(VERBS)} ${pick(THINGS)}${pick(ENDS)}`;
    if (random() < 0.35) return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    const breaking = random() < 0.01 ? '!' : '';
    return `${pick(TYPES)}${pick(SCOPES)}${breaking}: ${words}`;
  };
  const body = () => {
    const chance = random();
    if (chance < 0.55) return '';
    if (chance < 0.8) return `\n\n${PROSE}`;
    const trailer = `Co-authored-by: ${pick(PEOPLE)} <someone@example.invalid>`;
    return `\n\n${PROSE}\n\n- ${subject()}\n- ${subject()}\n\nFixes #${Math.floor(random() * 9000) + 1}\n${trailer}`;
  };
  while (commits.length < size) {
    const chance = random();
    pull += 1;
    if (chance < 0.12 && tip !== undefined && commits.length + 6 < size) {
      const base = tip;
      let side = base;
      const length = 1 + Math.floor(random() * 4);
      for (let at = 0; at < length; at += 1) side = add(subject() + body(), [side]);
      const title = subject();
      tip = add(`Merge pull request #${pull} from someone/topic-${pull}\n\n${title}`, [base, side]);
    } else if (chance < 0.2) {
      const name = pick(PACKAGES);
      const [from, to] = [Math.floor(random() * 90), Math.floor(random() * 9) + 90];
      tip = add(
        `Bump ${name} from 1.${from}.0 to 1.${to}.0 (#${pull})\n\nBumps ${name}.\n\nSigned-off-by: dependabot[bot] <support@example.invalid>`,
        [tip],
        'dependabot[bot]',
      );
    } else if (chance < 0.21 && tip !== undefined) {
      const reverted = commits[tip - 1]?.message.split('\n')[0] ?? '';
      tip = add(`Revert "${reverted}" (#${pull})\n\nThis reverts the change, which broke old servers.`, [
        tip,
      ]);
    } else if (chance < 0.6) tip = add(`${subject()} (#${pull})${body()}`, [tip]);
    else tip = add(subject() + body(), [tip]);
    if (commits.length >= (tags.length + 1) * every && tags.length < tagCount) {
      const name = `v${Math.floor(tags.length / 100)}.${Math.floor(tags.length / 10) % 10}.${tags.length % 10}`;
      time += DAY;
      if (commits.length < size) tip = add(`Release ${name}`, [tip]);
      tags.push({ name, mark: commits.length, time });
    }
  }
  return { commits, tags };
}

/** A small random number generator (Mulberry32), equal on every machine. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
