import { describe, expect, it } from 'vitest';
import { history } from '../../test/history.ts';
import type { EntryKind, ParsedCommit } from '../index.ts';
import { parseCommit } from '../index.ts';

function parse(subject: string, body = '', merge = false): ParsedCommit {
  const commits = history({ a: { subject: 'a' }, b: { subject, body, parents: merge ? ['a', 'x'] : ['a'] } });
  return parseCommit(commits[0]!);
}

describe('kinds', () => {
  it.each<[string, EntryKind, ParsedCommit['kindBy']]>([
    ['feat: add a thing', 'feature', 'type'],
    ['Feat(api)!: add a thing', 'feature', 'type'],
    ['fix(ui): crash', 'fix', 'type'],
    ['fix(a::b): crash', 'fix', 'type'],
    ['Fix (really: no)', 'fix', 'words'],
    ['perf: faster', 'performance', 'type'],
    ['docs(readme): words', 'docs', 'type'],
    ['refactor: words', 'other', 'type'],
    ['chore(deps): pin', 'dependencies', 'type'],
    ['ENH: a keyword for sort', 'feature', 'type'],
    ['BUG: wrong result', 'fix', 'type'],
    ['DEP: expire an alias', 'deprecation', 'type'],
    ['✨ Add a thing', 'feature', 'emoji'],
    ['🐛 Something', 'fix', 'emoji'],
    [':memo: Something', 'docs', 'emoji'],
    ['🏷️ Fix the types', 'fix', 'words'],
    ['⬆ Bump ruff from 0.1 to 0.2', 'dependencies', 'pattern'],
    ['Add a thing', 'feature', 'words'],
    ['Adding a thing', 'feature', 'words'],
    ['Fixing a bug', 'fix', 'words'],
    ['installer: fix the content', 'fix', 'words'],
    ['[ty] Fix inference', 'fix', 'words'],
    ['Update docs for sorting', 'docs', 'words'],
    ['Remove the old flag', 'removal', 'words'],
    ['Deprecate the old flag', 'deprecation', 'words'],
    ['Escape names (CVE-2026-1234)', 'security', 'words'],
    ['Something else', 'other', 'words'],
    ['Additional padding', 'other', 'words'],
    ['Bump ruff from 0.1 to 0.2', 'dependencies', 'pattern'],
    ['build(deps): bump ruff from 0.1 to 0.2', 'dependencies', 'pattern'],
    ['Update dependency react to v19', 'dependencies', 'pattern'],
    ['Update Rust crate quick-junit to 0.4.0', 'dependencies', 'pattern'],
    ['[pre-commit.ci] pre-commit autoupdate', 'dependencies', 'pattern'],
    ['pre-commit autoupdate', 'dependencies', 'pattern'],
    ['Lock file maintenance', 'dependencies', 'pattern'],
    ['upgrade ruff from 0.1 to 0.2', 'dependencies', 'pattern'],
    ['FAQ: what is new', 'docs', 'words'],
    ['One more README.md line', 'docs', 'words'],
    ['', 'other', 'words'],
    ['Bump anyio[curio,trio] from 4.6.0 to 4.7.0 in /testing', 'dependencies', 'pattern'],
    ['Bump django in /testing/plugins', 'dependencies', 'pattern'],
    ['Bump json5 and babel-loader in /web', 'dependencies', 'pattern'],
    ['MAINT: Bump ruff in /requirements in the python-deps group', 'dependencies', 'pattern'],
    ['Bump the actions group across 1 directory with 4 updates (#5)', 'dependencies', 'pattern'],
    ['Bump hynek/build-and-inspect-python-package', 'dependencies', 'pattern'],
    ['Bump https://github.com/astral-sh/ruff-pre-commit', 'dependencies', 'pattern'],
    ['Bump ubuntu from focal to jammy', 'dependencies', 'pattern'],
    ['Update typing-extensions requirement in /core', 'dependencies', 'pattern'],
    ['Update attrs requirement from <24,>=22 to >=22,<25', 'dependencies', 'pattern'],
    ['Update NPM Development dependencies', 'dependencies', 'pattern'],
    ['Update react monorepo to v19', 'dependencies', 'pattern'],
    ['Update salsa digest to 0123abc', 'dependencies', 'pattern'],
    ['Update actions/checkout action to v5', 'dependencies', 'pattern'],
    ['Pin dependencies', 'dependencies', 'pattern'],
    ['Scheduled weekly dependency update for week 12', 'dependencies', 'pattern'],
    ['Upgrade requests to 2.31.0', 'dependencies', 'pattern'],
    ['MAINT: bump ``ruff`` to ``0.14.7``', 'dependencies', 'pattern'],
    ['Bump copyright to 2026.1', 'other', 'words'],
    ['Update the minimum to 3.8', 'other', 'words'],
    ['(#2195) Added a timeout', 'feature', 'words'],
    ['#1642 Fix it', 'fix', 'words'],
    ['Update URLs from a.example to b.example', 'other', 'words'],
    ['Update the guide/intro to use tabs', 'other', 'words'],
    ['Upgrade http:// to https:// in one place', 'other', 'words'],
    ['Update the list of dependencies', 'other', 'words'],
    ['👷 Add a job', 'other', 'emoji'],
    [':white_check_mark: Add tests', 'other', 'emoji'],
    ['🌐 Add a translation', 'other', 'emoji'],
    ['🧑‍💻 Add a script', 'other', 'emoji'],
    ['♻️ Fix up the names', 'other', 'emoji'],
    ['⬆\ufe0e Bump ruff from 0.1 to 0.2', 'dependencies', 'pattern'],
    ['📚 Add a word', 'docs', 'emoji'],
    ['🚀 Add a thing', 'feature', 'words'],
    ['Revert "Add a thing"', 'revert', 'pattern'],
  ])('%s is %s by its %s', (subject, kind, kindBy) => {
    expect(parse(subject)).toMatchObject({ kind, kindBy });
  });
});

describe('breaking changes', () => {
  it.each<[string, string, readonly string[]]>([
    ['feat!: x', '', []],
    ['feat(api)!: x', '', []],
    ['fix: x', 'BREAKING CHANGE: the name moved', ['the name moved']],
    [
      'fix: x',
      'words\n\nBREAKING-CHANGE: one\nline more\n\nBREAKING CHANGE: two\nRefs: #1',
      ['one line more', 'two'],
    ],
    ['Drop it', 'BREAKING CHANGE: free-form subjects count too', ['free-form subjects count too']],
    ['💥 Drop it', '', []],
    [':boom: Drop it', '', []],
    ['i18n(de)!: a custom type', '', []],
    ['Breaking change: drop it', '', []],
    ['BREAKING: drop it', '', []],
    ['fix: x', 'BREAKING CHANGE: one\r\nline more\r\n\r\nRefs: #1\r\n', ['one line more']],
    ['fix: x', 'BREAKING CHANGES:\r\n\r\nwords below\r\n', ['words below']],
    ['fix: x', 'BREAKING CHANGE:\n\n* one\n* two', ['* one * two']],
    [
      'fix: x',
      'BREAKING CHANGE: one\n\nits second paragraph\n\nReviewed-by: Z',
      ['one its second paragraph'],
    ],
    [
      'Squashed (#1)',
      '* feat: a\r\n\r\nBREAKING CHANGE: one\r\n\r\n* fix: b\r\n\r\nwords of b\r\n\r\n* BREAKING CHANGE: two',
      ['one', 'two'],
    ],
    ['Squashed', 'commit abc\n\n    feat: a\n    \n    BREAKING CHANGE: one\n\ncommit 0123456789', ['one']],
    ['Words (#1)', '**BREAKING CHANGE**: one\n\n## Checks\n\nall', ['one']],
    ['Merge pull request #1 from a/b', 'feat!: x', []],
    ['Revert "Add it"', 'This reverts commit 0123456789.\n\nBREAKING CHANGE: gone', ['gone']],
    ['Reapply "feat!: x"', 'This reverts commit 0123456789.', []],
    ['Revert "Revert "feat(a)!: x""', '', []],
    ['chore(deps): bump a from 1.0 to 2.0', 'BREAKING CHANGE: needs a 2', ['needs a 2']],
    ['chore(release): 1.2.3', 'BREAKING CHANGE: gone', ['gone']],
  ])('%s / %j', (subject, body, breakingNotes) => {
    expect(parse(subject, body)).toMatchObject({ breaking: true, breakingNotes });
  });

  it.each([
    ['feat: x', 'this is not a BREAKING CHANGE at all'],
    ['really! nice', ''],
    ['Breaking it up: one part per file', ''],
    ['Revert "feat!: x"', 'This reverts commit 0123456789.'],
    ['Revert "Revert "Revert "feat!: x"""', ''],
    ['Update dependency a to v2 (#1)', 'Release notes of a\n\n* **BREAKING CHANGE:** of another project'],
  ])('%s / %j is not breaking', (subject, body) => {
    expect(parse(subject, body).breaking).toBe(false);
  });
});

describe('parts', () => {
  it('parses a conventional squash merge', () => {
    expect(parse('feat(api): add a thing (#12)')).toMatchObject({
      type: 'feat',
      scope: 'api',
      description: 'add a thing',
      title: 'feat(api): add a thing',
      pullRequest: 12,
      isMerge: false,
    });
  });

  it.each<[string, string, Partial<ParsedCommit>]>([
    [
      'Merge pull request #12 from me/fix-it',
      'fix: the title\n\nmore',
      { pullRequest: 12, branch: 'fix-it', title: 'fix: the title', kind: 'fix' },
    ],
    [
      'Merge pull request #12 from me/fix-it',
      '',
      { pullRequest: 12, title: 'Merge pull request #12 from me/fix-it' },
    ],
    [
      "Merge branch 'x' into 'main'",
      'Add it\n\nSee merge request group/project!7',
      { pullRequest: 7, branch: 'x', title: 'Add it' },
    ],
    ['Merged in x (pull request #43)', 'reduce size', { pullRequest: 43, branch: 'x', title: 'reduce size' }],
    [
      "Merge branch 'main' of example.invalid:a/b",
      '# Conflicts:\n#\ta',
      { branch: 'main', pullRequest: undefined },
    ],
  ])('%s', (subject, body, parts) => {
    expect(parse(subject, body, true)).toMatchObject({ ...parts, isMerge: true });
  });

  it.each<[string, string, number | undefined]>([
    ['add a thing (#12)', 'add a thing', 12],
    ['add a thing(#12)', 'add a thing', 12],
    ['add a thing (pull request #12)', 'add a thing', 12],
    ['(#12)', '', 12],
    ['add a thing (#)', 'add a thing (#)', undefined],
    ['add a thing (12)', 'add a thing (12)', undefined],
    ['add a thing #12)', 'add a thing #12)', undefined],
    ['add a thing (see #12)', 'add a thing (see #12)', undefined],
    ['add a thing (#1234567890123)', 'add a thing (#1234567890123)', undefined],
    ['12)', '12)', undefined],
  ])('%s is "%s", pull request %s', (subject, title, pullRequest) => {
    expect(parse(subject)).toMatchObject({ title, pullRequest });
  });

  it('keeps an issue in the middle of a subject where it is', () => {
    expect(parse('Fix #1057: handle it')).toMatchObject({
      description: 'Fix #1057: handle it',
      pullRequest: undefined,
    });
  });
});

describe('releases', () => {
  it.each([
    'Release v1.2.3',
    'Release 1.2.3rc1 (#5)',
    'release-v1.1.3 bump-patch',
    'Release version 1.2.3',
    'Merge pull request release-v1.0.0 (#79)',
    'chore(main): release 1.2.3',
    'chore(release): 1.2.3 [skip ci]',
    'release: 2.40.0 (#3119)',
    'bump: version 2.15.0 → 2.15.1',
    'Bump version: 0.9.4 → 0.9.5',
    'Bump version to 1.2.3.dev0',
    '🔖 Release version 0.53.2',
    'build: release 1.2.3',
    'ci: bump version to 1.2.3',
    'bumping version to 1.2.3',
    ':bookmark: release 1.2.3',
    'v1.2.3',
    'V1.2.3',
    '1.2.3',
    'v.1.2.3',
  ])('%s is a release', (subject) => {
    expect(parse(subject).isRelease).toBe(true);
  });

  it.each([
    'Release v1.2.3 with a fix',
    'Release the lock',
    'Bump ruff to 1.2.3',
    'chore(internal): bump pyright to 1.2.3',
    'fix: release 1.2.3 crashed',
    '1 more thing',
    'Add 1.2.3',
  ])('%s is not a release', (subject) => {
    expect(parse(subject).isRelease).toBe(false);
  });

  it('recognises the merge of a release branch, whatever its title', () => {
    expect(parse('Merge pull request #9 from heroku/release-v1.1.4', 'words', true).isRelease).toBe(true);
    expect(parse('Merge pull request #9 from me/release-notes-page', 'words', true).isRelease).toBe(false);
  });
});
