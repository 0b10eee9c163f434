import { describe, expect, it } from 'vitest';
import { history } from '../../test/history.ts';
import { buildSection, parseCommit } from '../index.ts';

/** Parses a message as git does: the first paragraph on one line, then the rest. */
function commitOf(message: string, parents: readonly string[] = ['a']) {
  const [first = '', ...rest] = message.trim().split(/\r?\n[ \t]*\r?\n/);
  const subject = first.replace(/\r?\n/g, ' ');
  return history({ a: { subject: 'a' }, b: { subject, body: rest.join('\n\n'), parents } }).slice(0, 1);
}

/** The entries of a message: `!` for breaking, type, scope, text and notes. */
function entriesOf(message: string, parents?: readonly string[]): string[] {
  const commits = commitOf(message, parents);
  return buildSection({ version: '1.0.0', date: '2026-01-31', commits }).entries.map((entry) => {
    const scope = entry.scope === undefined ? '' : `(${entry.scope})`;
    const notes = entry.notes.length === 0 ? '' : ` — ${entry.notes.join(' ')}`;
    return `${entry.breaking ? '!' : ''}${entry.type ?? entry.kind}${scope}: ${entry.text}${notes}`;
  });
}

const EIGHT = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

describe('the changes of a squash', () => {
  it.each([
    ['with marks', EIGHT.map((name) => `* feat!: drop ${name}`).join('\n\n')],
    ['with marks and dashes', EIGHT.map((name) => `- fix(x)!: drop ${name}`).join('\n')],
    ['with footers', EIGHT.map((name) => `* feat: drop ${name}\n\nBREAKING CHANGE: no ${name}`).join('\n\n')],
    ['as paragraphs', EIGHT.map((name) => `feat!: drop ${name}`).join('\n\n')],
    [
      'from git merge --squash',
      EIGHT.map(
        (name) => `commit 0123456789\nAuthor: A\nDate: B\n\n    feat!: drop ${name}\n    \n    words`,
      ).join('\n\n'),
    ],
  ])('eight breaking ones %s are eight', (_, body) => {
    for (const title of ['Clean up (#1)', 'feat: clean up (#1)']) {
      const entries = entriesOf(`${title}\n\n${body}`).filter((entry) => entry.startsWith('!'));
      expect(entries).toHaveLength(8);
      for (const [at, name] of EIGHT.entries()) expect(entries[at]).toContain(`drop ${name}`);
    }
  });

  it('whose title is that of its first commit are as many as there are lines', () => {
    const lines = EIGHT.map((name) => `* feat!: drop ${name}`).join('\n\n');
    expect(entriesOf(`feat!: drop one (#1)\n\n${lines}`)).toHaveLength(8);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'the mark of the title stands for those of the lines',
      'feat!: v8 (#619)\n\n* feat!: drop a\n\n* fix: typo\n\n* refactor!: drop b',
      ['feat: v8', '!feat: drop a', '!refactor: drop b'],
    ],
    ['the mark of the title stays above paragraphs', 'feat!: a\n\nfix!: b', ['!feat: a', '!fix: b']],
    [
      'a footer of the title stays with it',
      'feat: a (#1)\n\nBREAKING CHANGE: gone\n\n* fix!: b',
      ['!feat: a — gone', '!fix: b'],
    ],
    [
      'steps of a listed branch are no changes',
      'feat: a (#1)\n\n* feat: a\n\n* fix: lint\n\n* chore: b',
      ['feat: a'],
    ],
    [
      'lines with another pull request are changes',
      'Patch (#9)\n\n* fix: a (#7)\n\n* fix: b (#8)\n\n* fix: c',
      ['other: Patch', 'fix: a', 'fix: b'],
    ],
    [
      'the subject of the only commit is no change',
      'Add it (#1)\n\nfeat: add it at last',
      ['feature: Add it'],
    ],
    [
      'but is where it breaks',
      'Add it (#1)\n\nfeat!: add it at last',
      ['feature: Add it', '!feat: add it at last'],
    ],
    ['a code block is no list', 'docs: a\n\n```\n* feat!: b\n```', ['docs: a']],
    ['an indented example is no change', 'fix: a\n\nSupports\n\n    chore(deps)!: drop b', ['fix: a']],
    ['a sentence is no change', 'fix: a\n\nThis\nfix: goes on', ['fix: a']],
    ['an issue is no change', 'feat: a\n\nfix: #12\n\nfix: https://example.invalid/12', ['feat: a']],
    [
      'notes of other projects are no changes',
      'chore(deps): bump a from 1.0 to 2.0\n\n* feat!: drop b',
      ['chore(deps): bump a from 1.0 to 2.0'],
    ],
  ])('%s', (_, message, entries) => {
    expect(entriesOf(message)).toEqual(entries);
  });

  it('are breaking in the proof too, and one commit', () => {
    const [commit] = commitOf('Squash (#1)\n\n* feat!: a\n\n* feat!: b');
    expect(parseCommit(commit!)).toMatchObject({ breaking: true, ownBreaking: false });
    const section = buildSection({ version: '1.0.0', date: '2026-01-31', commits: [commit!] });
    expect(section.counts).toEqual({ listed: 1, folded: 0, leftOut: 0, total: 1 });
  });

  it('inside a merge are notes of the merge', () => {
    const commits = history({
      base: { subject: 'base' },
      squash: { subject: 'All (#3)', body: '* feat!: drop a\n\n* feat: b\n\nBREAKING CHANGE: no b' },
      merge: { subject: 'Merge pull request #4 from me/x', body: 'Both', parents: ['base', 'squash'] },
    });
    const [entry] = buildSection({ version: '1.0.0', date: '2026-01-31', commits }).entries;
    expect(entry).toMatchObject({ breaking: true, notes: ['no b', 'drop a'] });
  });
});

describe('footers of breaking changes', () => {
  it.each<[string, string, readonly string[]]>([
    ['after a single line break', 'feat: a\nBREAKING CHANGE: gone', ['gone']],
    ['after a single line break, with a hyphen', 'feat: a\nBREAKING-CHANGE: gone', ['gone']],
    ['after lines of the body', 'feat: a\n\nwords\nmore words\nBREAKING CHANGE: gone\nRefs: #1', ['gone']],
    ['before the rest of the body', 'feat: a\n\nBREAKING CHANGE: gone\n\n- [x] done', ['gone']],
    ['in a numbered list', 'feat: a\n\n1. BREAKING CHANGE: gone', ['gone']],
    ['after an emoji', 'feat: a\n\n⚠️ BREAKING CHANGE: gone', ['gone']],
    ['below a heading', 'feat: a\n\n## BREAKING CHANGES\n\ngone', ['gone']],
    ['in other than upper case', 'feat: a\n\nBreaking change: gone', ['gone']],
    ['in bold type and other than upper case', 'feat: a\n\n**Breaking changes**: gone', ['gone']],
  ])('%s', (_, message, breakingNotes) => {
    const [commit] = commitOf(message);
    expect(parseCommit(commit!)).toMatchObject({ breaking: true, breakingNotes, description: 'a' });
  });

  it.each([
    ['no colon', 'feat: a\n\nthis is a BREAKING CHANGE to some'],
    ['the answer of a form', 'feat: a\n\n**Breaking changes**: None.'],
    ['the answer of a form in upper case', 'feat: a\n\nBREAKING CHANGE: n/a'],
    ['a question of a form', 'feat: a\n\nBreaking changes:\n\n- [ ] yes'],
  ])('%s is none', (_, message) => {
    const [commit] = commitOf(message);
    expect(parseCommit(commit!).breaking).toBe(false);
  });
});

/** Facts of release-please's parser: https://github.com/googleapis/release-please, test/commits.ts at fdaca29. Where we differ, the row says so. */
describe('the messages that release-please tests', () => {
  it.each<[string, string, readonly string[]]>([
    ['a mark', 'fix!: some breaking fix', ['!fix: some breaking fix']],
    ['two messages', 'feat: some feature\n\nfix: some bugfix', ['feat: some feature', 'fix: some bugfix']],
    [
      'a footer below a body',
      'feat: some feature\n\nextended body\n\nBREAKING CHANGE: this breaks',
      ['!feat: some feature — this breaks'],
    ],
    ['a reference', 'fix: some fix\n\nFixes #123', ['fix: some fix']],
    [
      'trailers',
      'fix: some fix\n\nsome body\nRevId: 12345\nSource-Link: https://example.invalid/abc\nBREAKING CHANGE: this breaks',
      ['!fix: some fix — this breaks'],
    ],
    [
      'several commits in one, with indented trailers',
      'meta: several\n\nDetails.\n\nfix: fixes bug\nfeat(one): migrate\n  Committer: me\n  BREAKING-CHANGE: for some reason\n  Source-Link: a/b\n\nfix(two): fixes it\n  Committer: me',
      [
        'other: meta: several',
        'fix: fixes bug',
        '!feat(one): migrate — for some reason',
        'fix(two): fixes it',
      ],
    ],
    [
      'a footer of several lines',
      'chore: upgrade\n\nBREAKING CHANGE: we were on 6\nsecond line\nthird line',
      ['!chore: upgrade — we were on 6 second line third line'],
    ],
    [
      'a footer with a list',
      'chore: upgrade\n\nBREAKING CHANGE: we were on 6\n- deleted foo\n- deleted bar',
      ['!chore: upgrade — we were on 6 - deleted foo - deleted bar'],
    ],
    [
      'DIFFERENT: a second paragraph belongs to the footer',
      'chore: upgrade\n\nBREAKING CHANGE: we were on 6\n\nmore of it',
      ['!chore: upgrade — we were on 6 more of it'],
    ],
    [
      'DIFFERENT: a footer in a list belongs to the line above it',
      'fix: some fix (#1234)\n\n* fix: this line\n\n* fix: that line\n\nBREAKING CHANGE: my comment\n\n* fix: last line',
      ['fix: some fix', '!fix: that line — my comment'],
    ],
    [
      'DIFFERENT: no version is taken from a footer',
      'meta: release\n\nRelease-As: v3.0.0',
      ['other: meta: release'],
    ],
    [
      'several paragraphs with lists of their own',
      'feat: adds v4\n\nThis adds it.\n\nfix(utils): no longer throws\n\n- more\n\nfeat(utils): update encode\n\n- does stuff\n- more stuff',
      ['feat: adds v4', 'fix(utils): no longer throws', 'feat(utils): update encode'],
    ],
    [
      'nested commits',
      'fix: annotate\n\nWords.\n\nSource-Link: a\nBEGIN_NESTED_COMMIT\ndocs(samples): include\nRevId: 1\nEND_NESTED_COMMIT\nBEGIN_NESTED_COMMIT\nbuild: add flag\nSee b\nEND_NESTED_COMMIT\nCo-authored-by: A <a@example.invalid>',
      ['fix: annotate', 'docs(samples): include', 'build: add flag'],
    ],
    [
      'the update of a dependency',
      'fix: bump a from 16.13.0 to 16.14.0 (#1)\n\n<h3>Features</h3>',
      ['fix: bump a from 16.13.0 to 16.14.0'],
    ],
  ])('%s', (_, message, entries) => {
    expect(entriesOf(message)).toEqual(entries);
  });
});

/** Facts of conventional-commits-parser: https://github.com/conventional-changelog/conventional-changelog, CommitParser.spec.ts at 00f4856. */
describe('the messages that conventional-commits-parser tests', () => {
  it.each<[string, string, readonly string[]]>([
    ['a scope with a slash', 'feat(hello/world): message', ['feat(hello/world): message']],
    ['a scope of a package', 'feat(@org/hello-world): message', ['feat(`@org/hello-world`): message']],
    ['a scope with a colon', 'feat(ng:list): message', ['feat(ng:list): message']],
    ['a mark after a scope', 'feat(hello/world)!: message', ['!feat(hello/world): message']],
    [
      'two footers, one with code',
      'feat(scope): broadcast\n\nwords\n\n\nBREAKING CHANGE: some\n\n\nBREAKING CHANGE: awesome\n\ncode\n\nKills: #1',
      ['!feat(scope): broadcast — some awesome code'],
    ],
    [
      'an indented footer',
      'feat(scope): broadcast\n\n words\n         BREAKING CHANGE: some         \n\n   BREAKING CHANGE: awesome',
      ['!feat(scope): broadcast — some awesome'],
    ],
    [
      'a footer with its text below',
      'feat(scope): broadcast\n\nwords\nBREAKING CHANGE:\nsome change\nother change\nKills #1, #123',
      ['!feat(scope): broadcast — some change other change'],
    ],
    [
      'a footer in the list of a squash',
      'fix(core): report\n\nFixes #7315\n\n* BREAKING CHANGE:\n\nPreviously several\nwere allowed.\nCloses #9462',
      ['!fix(core): report — Previously several were allowed.'],
    ],
    [
      'DIFFERENT: the plural is a footer too',
      'fix(core): report\n\nBREAKING CHANGES:\n\nPreviously several\n\nCloses #9462',
      ['!fix(core): report — Previously several'],
    ],
    [
      "DIFFERENT: lines directly below the subject are git's subject",
      'feat(ng-list): allow it\nbla bla\n\nCloses #123',
      ['feat(ng-list): allow it bla bla'],
    ],
  ])('%s', (_, message, entries) => {
    expect(entriesOf(message)).toEqual(entries);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'GitHub',
      'Merge pull request #1 from user/feature/name\n\nfeat(scope): broadcast\n\nwords',
      ['feat(scope): broadcast'],
    ],
    [
      'GitLab',
      "Merge branch 'feature/name' into 'master'\r\n\r\nfeat(scope): broadcast\r\n\r\nwords\r\n\r\nSee merge request !1",
      ['feat(scope): broadcast'],
    ],
    ['Azure DevOps', 'Merged PR 1: feat(scope): broadcast\r\n\r\nwords', ['feat(scope): broadcast']],
  ])('a merge of %s', (_, message, entries) => {
    expect(entriesOf(message, ['a', 'side'])).toEqual(entries);
  });
});

describe('the fix of a security advisory', () => {
  it.each<[string, string]>([
    ['from its body', 'Merge commit from fork\n\nFix the signing key\n\nwords'],
    ['from the list of a squash', 'Merge commit from fork\n\n* Fix the signing key\n\n* Add tests'],
    [
      'merged as a pull request of its branch',
      'Merge pull request #1 from a/advisory-fix-1\n\nFix the signing key',
    ],
    [
      'from the branch of an advisory',
      "Merge branch 'fix-GHSA-2cfr-gj4v-mx8q'\n\nFix the signing key\n\nSee merge request a/b!2",
    ],
  ])('has its words %s, under Security', (_, message) => {
    const [entry] = buildSection({
      version: '1.0.0',
      date: '2026-01-31',
      commits: commitOf(message, ['a', 'side']),
    }).entries;
    expect(entry).toMatchObject({ kind: 'security', text: 'Fix the signing key' });
  });

  it('has the words of its commits where it has no body', () => {
    const merge = { subject: 'Merge commit from fork', parents: ['base', 'fix'] };
    const one = history({ base: { subject: 'base' }, fix: { subject: 'fix: the key' }, merge });
    const two = history({
      base: { subject: 'base' },
      test: { subject: 'Test it' },
      fix: { subject: 'Fix it' },
      merge,
    });
    const textOf = (commits: typeof one) =>
      buildSection({ version: '1.0.0', date: '2026-01-31', commits }).entries[0];
    expect(textOf(one)).toMatchObject({ kind: 'security', text: 'the key' });
    expect(textOf(two)).toMatchObject({ kind: 'security', text: 'Fix it; Test it' });
  });

  it.each(['Escape names (GHSA-2cfr-gj4v-mx8q)', 'Escape names (CVE-2026-1234)'])(
    'by identifier: %s',
    (subject) => {
      expect(entriesOf(subject)).toEqual([expect.stringContaining('security: Escape names')]);
    },
  );
});
