// usage: node tools/checks/commits.ts
// Subjects of the commits that main does not have; on main, those after a fixed commit.
import { conclude, output, run } from './check.ts';

/** Checked from here on: older subjects follow no rule. */
const BASE = '74037021c0dd06837622d5128f6a19775048f1dd';

const LONGEST = 72;
const CONVENTIONAL =
  /^(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([a-z0-9][a-z0-9, -]*\))?!?: (?<words>\S.*)$/;
/** What stands before -s, -ed and -ing in the usual verbs; a subject begins with the verb itself. */
const VERBS =
  'add|allow|build|call|chang|check|clean|declar|delet|document|drop|ensur|extend|extract|fail|fix|handl|hold|implement|improv|' +
  'introduc|keep|keepp|let|lett|list|mak|merg|mov|nam|pars|pass|print|prov|read|refactor|remov|renam|render|replac|report|return|' +
  'run|runn|show|split|splitt|start|stop|stopp|support|tak|test|updat|upgrad|us|writ';
const NOT_IMPERATIVE = new RegExp(`^(?:(?:${VERBS})(?:e?s|ed|ing)|made|kept|ran|took|wrote|written)$`, 'i');

/** Returns what is wrong with the subject of a commit. */
function problemsOf(subject: string): string[] {
  const words = CONVENTIONAL.exec(subject)?.groups?.['words'];
  const first = words?.split(' ')[0] ?? '';
  return [
    ...when(words === undefined, 'is not conventional: type(scope): subject'),
    ...when(subject.length > LONGEST, `has ${subject.length} characters, more than ${LONGEST}`),
    ...when(NOT_IMPERATIVE.test(first), `is not imperative: ${first}`),
    ...when(words?.endsWith('.') === true, 'ends with a period'),
  ];
}

function when(holds: boolean, problem: string): string[] {
  return holds ? [problem] : [];
}

const exists = (commit: string) =>
  run('git', ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]).exitCode === 0;

/** Returns the commits from which history is checked: everything they reach is left out. Empty in a shallow clone without them. */
function excluded(): string[] {
  const branch = run('git', ['symbolic-ref', '--quiet', '--short', 'HEAD']).stdout.trim();
  const main = ['origin/main', 'main'].find(exists);
  return [BASE, ...(branch === 'main' || main === undefined ? [] : [main])].filter(exists);
}

const SAMPLES = {
  'feat(gh-ops): find a pull request by its branch': 0,
  'refactor!: split reading and writing': 0,
  'build: use one cache for all tests': 0,
  'fix(release-flow): pass the tag on': 0,
  'chore: address the review': 0,
  'Adds a check': 1,
  'feat: adds a check': 1,
  'fix(cli): fixed the exit code.': 2,
  'docs: using the sandbox': 1,
  [`docs: ${'long '.repeat(14)}x`]: 1,
};
conclude(
  'commits: planted subjects are judged right',
  Object.entries(SAMPLES)
    .filter(([subject, expected]) => problemsOf(subject).length !== expected)
    .map(([subject]) => `${subject}: ${problemsOf(subject).join(', ')}`),
);

const range = ['HEAD', ...excluded().map((commit) => `^${commit}`)];
const commits = output('git', ['log', '--no-merges', '--format=%h %s', ...range])
  .split('\n')
  .filter((line) => line !== '');
conclude(
  `commits: ${commits.length} subjects (git log ${range.join(' ')})`,
  commits.flatMap((line) => {
    const subject = line.slice(line.indexOf(' ') + 1);
    return problemsOf(subject).map((problem) => `${line}: ${problem}`);
  }),
);
