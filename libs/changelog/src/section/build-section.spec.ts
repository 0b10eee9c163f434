import { describe, expect, it } from 'vitest';
import type { Story } from '../../test/history.ts';
import { applinkHistory, history, rangeOf, shaOf, straight } from '../../test/history.ts';
import type { ProvenSection, Commit, SectionRequest } from '../index.ts';
import { auditCounts, buildSection, suggestBump } from '../index.ts';

function build(commits: readonly Commit[], more: Partial<SectionRequest> = {}): ProvenSection {
  return buildSection({ version: '1.2.0', date: '2026-01-31', commits, ...more });
}

function buildStories(stories: Readonly<Record<string, Story>>): ProvenSection {
  return build(history(stories));
}

/** The fate of each commit, by its name in the story. */
function fates(section: ProvenSection, ...names: string[]): Record<string, string> {
  const bySha = new Map(section.decisions.map((decision) => [decision.sha, decision]));
  return Object.fromEntries(
    names.map((name) => {
      const decision = bySha.get(shaOf(name));
      return [name, decision?.reason ?? decision?.outcome ?? 'unknown'];
    }),
  );
}

describe('a merge', () => {
  const stories = {
    base: { subject: 'feat: base' },
    one: { subject: 'wip' },
    two: { subject: 'fix typo' },
    merge: {
      subject: 'Merge pull request #12 from me/branch',
      body: 'feat(api): add a thing',
      parents: ['base', 'two'],
    },
    after: { subject: 'fix: later (#13)' },
  };

  it('is one entry with the title of the pull request', () => {
    const section = buildStories(stories);
    expect(section.counts).toEqual({ listed: 3, folded: 2, leftOut: 0, total: 5 });
    expect(section.entries[1]).toMatchObject({
      sha: shaOf('merge'),
      kind: 'feature',
      scope: 'api',
      text: 'add a thing',
      pullRequests: [12],
      commits: ['merge', 'two', 'one'].map(shaOf),
    });
    expect(section.decisions.find(({ sha }) => sha === shaOf('one'))).toMatchObject({
      outcome: 'folded',
      reason: 'merged',
      into: shaOf('merge'),
    });
  });

  it('is recognised by parents, whatever the order of the side branch in the log', () => {
    const commits = history(stories);
    const moved = [commits[0]!, commits[1]!, commits[4]!, commits[2]!, commits[3]!];
    expect(build(moved).counts).toEqual(build(commits).counts);
  });

  it('contains a shared commit only if it is the oldest merge that does', () => {
    const section = buildStories({
      base: { subject: 'base' },
      inner: { subject: 'fix: shared' },
      first: { subject: 'Merge pull request #1 from me/a', body: 'first', parents: ['base', 'inner'] },
      second: { subject: 'more', parents: ['inner'] },
      merge: { subject: 'Merge pull request #2 from me/b', body: 'second', parents: ['first', 'second'] },
    });
    expect(section.entries.map(({ commits }) => commits)).toEqual([
      ['merge', 'second'].map(shaOf),
      ['first', 'inner'].map(shaOf),
      ['base'].map(shaOf),
    ]);
  });

  it('keeps the numbers of inner pull requests, and never loses a breaking change', () => {
    const section = buildStories({
      base: { subject: 'base' },
      deep: { subject: 'refactor!: drop the old name', body: 'BREAKING CHANGE: call it by the new name' },
      inner: { subject: 'Merge pull request #7 from me/deep', body: 'Inner', parents: ['base', 'deep'] },
      merge: { subject: 'Merge pull request #8 from me/all', body: 'All of it', parents: ['base', 'inner'] },
    });
    expect(section.entries[0]).toMatchObject({
      text: 'All of it',
      breaking: true,
      notes: ['call it by the new name'],
      pullRequests: [8, 7],
    });
    expect(suggestBump(section)).toMatchObject({ bump: 'major', because: [section.entries[0]] });
  });

  it('without a title has the words of its only commit', () => {
    const section = buildStories({
      base: { subject: 'base' },
      one: { subject: 'fix: the crash' },
      merge: { subject: "Merge branch 'fix-443'", parents: ['base', 'one'] },
    });
    expect(section.entries[0]).toMatchObject({ kind: 'fix', text: 'the crash', sha: shaOf('merge') });
  });

  it('with several branches is one entry', () => {
    const section = buildStories({
      base: { subject: 'base' },
      a: { subject: 'a', parents: ['base'] },
      b: { subject: 'b', parents: ['base'] },
      merge: { subject: "Merge branches 'a' and 'b'", parents: ['base', 'a', 'b'] },
    });
    expect(section.counts).toEqual({ listed: 2, folded: 2, leftOut: 0, total: 4 });
  });

  it('without commits of the range is left out unless it is a pull request', () => {
    const section = buildStories({
      base: { subject: 'base' },
      back: { subject: "Merge branch '1.x'", parents: ['base', 'elsewhere'] },
      pull: { subject: 'Merge pull request #3 from me/x', body: 'Port it', parents: ['back', 'elsewhere'] },
    });
    expect(fates(section, 'base', 'back', 'pull')).toEqual({
      base: 'listed',
      back: 'empty-merge',
      pull: 'listed',
    });
  });
});

describe('reverts', () => {
  it.each<[string, Story]>([
    ['by id', { subject: 'Revert "feat: add a thing"', body: `This reverts commit ${shaOf('add')}.` }],
    ['by short id', { subject: 'take it back', body: `This reverts commit ${shaOf('add').slice(0, 10)}.` }],
    [
      'by title, rebased',
      { subject: 'Revert "feat: add a thing (#5)" (#6)', body: `This reverts commit ${'f'.repeat(40)}.` },
    ],
    ['by number', { subject: 'Revert "Something edited" (#6)', body: 'Reverts heroku/demo#5' }],
    ['conventional', { subject: 'revert: feat: add a thing' }],
  ])('cancel what they revert %s', (_, revert) => {
    const section = buildStories({
      base: { subject: 'base' },
      add: { subject: 'feat: add a thing (#5)' },
      revert,
    });
    expect(fates(section, 'base', 'add', 'revert')).toEqual({
      base: 'listed',
      add: 'reverted',
      revert: 'revert',
    });
    expect(section.counts).toEqual({ listed: 1, folded: 0, leftOut: 2, total: 3 });
    expect(auditCounts(section).complete).toBe(true);
  });

  it.each([
    ['another number', 'feat: add (#5)', 'Revert "feat: add (#3)" (#6)', 'listed'],
    ['its number', 'feat: add (#5)', 'Revert "feat: add (#5)" (#6)', 'reverted'],
    ['no number', 'feat: add', 'Revert "feat: add (#3)" (#6)', 'reverted'],
  ])('by title, of a change with %s', (_, subject, revert, fate) => {
    const section = buildStories({
      base: { subject: 'base' },
      add: { subject },
      revert: { subject: revert },
    });
    expect(fates(section, 'add')).toEqual({ add: fate });
  });

  it('merged with a wrong title are found by the message of git', () => {
    const section = buildStories({
      add: { subject: 'feat: add (#11836)' },
      back: {
        subject: 'Revert "feat: add (#11836)"',
        body: `This reverts commit ${shaOf('add')}.`,
        parents: ['add'],
      },
      merge: {
        subject: 'Merge pull request #7 from me/revert',
        body: 'Revert "feat: add (#1836)"',
        parents: ['add', 'back'],
      },
    });
    expect(fates(section, 'add', 'back', 'merge')).toEqual({
      add: 'reverted',
      back: 'revert',
      merge: 'revert',
    });
  });

  it('of a revert bring the change back', () => {
    const section = buildStories({
      add: { subject: 'feat: add' },
      back: { subject: 'Revert "feat: add"', body: `This reverts commit ${shaOf('add')}.` },
      again: { subject: 'Reapply "feat: add"', body: `This reverts commit ${shaOf('back')}.` },
    });
    expect(fates(section, 'add', 'back', 'again')).toEqual({
      add: 'listed',
      back: 'reverted',
      again: 'revert',
    });
  });

  it('of a released change are listed', () => {
    const section = buildStories({
      back: { subject: 'Revert "feat: old"', body: `This reverts commit ${'a'.repeat(40)}.` },
    });
    expect(section.entries).toMatchObject([{ kind: 'revert', text: 'Revert "feat: old"' }]);
  });

  it('of a part of a pull request keep the rest listed', () => {
    const section = buildStories({
      base: { subject: 'base' },
      one: { subject: 'one' },
      two: { subject: 'two' },
      merge: { subject: 'Merge pull request #1 from me/x', body: 'Both', parents: ['base', 'two'] },
      back: { subject: 'Revert "two"', body: `This reverts commit ${shaOf('two')}.` },
    });
    expect(fates(section, 'merge', 'back')).toEqual({ merge: 'listed', back: 'listed' });
  });

  it('of a merge cancel all its commits', () => {
    const section = buildStories({
      base: { subject: 'base' },
      one: { subject: 'one' },
      two: { subject: 'two' },
      merge: { subject: 'Merge pull request #1 from me/x', body: 'Both', parents: ['base', 'two'] },
      back: {
        subject: 'Revert "Both"',
        body: `This reverts commit ${shaOf('merge')}, reversing\nchanges made to ${shaOf('base')}.`,
      },
    });
    expect(section.counts).toEqual({ listed: 1, folded: 0, leftOut: 4, total: 5 });
  });

  it('are not found in the body of a squash merge that mentions one', () => {
    const body = `* add it\n\n* Revert "add it"\n\nThis reverts commit ${shaOf('add')}.\n\n* other way`;
    const section = buildStories({
      add: { subject: 'feat: add' },
      squash: { subject: 'feat: something else (#9)', body },
    });
    expect(fates(section, 'add', 'squash')).toEqual({ add: 'listed', squash: 'listed' });
  });
});

describe('releases', () => {
  it('are left out with the bump and the review of the changelog', () => {
    const section = buildStories({
      base: { subject: 'base' },
      bump: { subject: 'release-v1.1.4 bump-patch' },
      log: { subject: 'Update CHANGELOG.md', body: 'Signed-off-by: me' },
      merge: {
        subject: 'Merge pull request #91 from heroku/release-v1.1.4',
        body: 'Release v1.1.4',
        parents: ['base', 'log'],
      },
    });
    expect(fates(section, 'bump', 'log', 'merge')).toEqual({
      bump: 'release',
      log: 'release',
      merge: 'release',
    });
  });

  it('keep other changes of the release branch', () => {
    const section = buildStories({
      base: { subject: 'base' },
      bump: { subject: 'Release v1.1.4' },
      fix: { subject: 'fix: found in review' },
      part: { subject: 'wip', parents: ['bump'] },
      inner: { subject: 'Merge pull request #90 from me/x', body: 'Inner', parents: ['fix', 'part'] },
      merge: {
        subject: 'Merge pull request #91 from heroku/release-v1.1.4',
        body: 'Release v1.1.4',
        parents: ['base', 'inner'],
      },
    });
    expect(fates(section, 'bump', 'fix', 'part', 'inner', 'merge')).toEqual({
      bump: 'release',
      fix: 'listed',
      part: 'merged',
      inner: 'listed',
      merge: 'release',
    });
    expect(auditCounts(section).complete).toBe(true);
  });
});

describe('dependency updates', () => {
  it('in a row make one entry', () => {
    const section = build(
      straight(
        'Bump ruff from 0.1 to 0.2 (#1)',
        'Bump mypy from 1.0 to 1.1 (#2)',
        'Bump ruff from 0.2 to 0.3 (#3)',
        'Bump ruff from 0.3 to 0.4 (#4)',
        'Bump ruff from 0.2 to 0.5 (#5)',
      ),
    );
    expect(section.entries.map(({ kind, text, pullRequests }) => [kind, text, pullRequests])).toEqual([
      ['dependencies', 'Bump ruff from 0.2 to 0.5', [5]],
      ['dependencies', 'Bump ruff from 0.1 to 0.4', [4, 3, 1]],
      ['dependencies', 'Bump mypy from 1.0 to 1.1', [2]],
    ]);
    expect(section.counts).toEqual({ listed: 3, folded: 2, leftOut: 0, total: 5 });
    expect(auditCounts(section).complete).toBe(true);
  });
});

describe('updates of many dependencies at once', () => {
  it('with the same title make one entry', () => {
    const section = build(
      straight(
        'Bump the actions group with 2 updates (#1)',
        '[pre-commit.ci] pre-commit autoupdate (#2)',
        'Bump the actions group with 3 updates (#3)',
        '[pre-commit.ci] pre-commit autoupdate (#4)',
        'Bump the other group with 1 update (#5)',
      ),
    );
    expect(section.entries.map(({ text, pullRequests }) => [text, pullRequests])).toEqual([
      ['Bump the other group with 1 update', [5]],
      ['\\[pre-commit.ci\\] pre-commit autoupdate', [4, 2]],
      ['Bump the actions group', [3, 1]],
    ]);
    expect(auditCounts(section).complete).toBe(true);
  });
});

describe('breaking changes are listed', () => {
  it.each<[string, Record<string, Story>, string]>([
    [
      'in a folded pull request',
      { a: { subject: 'Do it (#5)', body: 'BREAKING CHANGE: gone' }, b: { subject: 'Do it (#5)' } },
      'Do it — gone',
    ],
    [
      'in a revert of the same range',
      {
        a: { subject: 'feat: add it' },
        b: {
          subject: 'Revert "feat: add it"',
          body: `This reverts commit ${shaOf('a')}.\n\nBREAKING CHANGE: gone`,
        },
      },
      'Revert "feat: add it" — gone',
    ],
    [
      'in a release commit',
      { a: { subject: 'Release v1.0.0', body: 'BREAKING CHANGE: gone' } },
      'Release v1.0.0 — gone',
    ],
    [
      'in an edit of the changelog',
      { a: { subject: 'Update CHANGELOG.md', body: 'BREAKING CHANGE: gone' } },
      'Update CHANGELOG.md — gone',
    ],
    [
      'in a merge of branches',
      { a: { subject: "Merge branch 'x'", body: 'BREAKING CHANGE: gone', parents: ['y', 'z'] } },
      "Merge branch 'x' — gone",
    ],
    [
      'in a commit of a merged branch',
      {
        base: { subject: 'feat: base' },
        a: { subject: 'feat!: drop it' },
        b: { subject: 'Merge pull request #5 from me/x', body: 'Do it', parents: ['base', 'a'] },
      },
      'Do it — drop it',
    ],
    [
      'in an update of a dependency that is updated again',
      {
        a: { subject: 'Bump x from 1.0 to 1.1', body: 'BREAKING CHANGE: gone' },
        b: { subject: 'Bump x from 1.1 to 1.2' },
      },
      'Bump x from 1.0 to 1.1 — gone',
    ],
  ])('%s', (_, stories, line) => {
    const section = buildStories(stories);
    expect(auditCounts(section).complete).toBe(true);
    const broken = section.entries.filter(({ breaking }) => breaking);
    expect(broken.map(({ text, notes }) => [text, ...notes].join(' — '))).toEqual([line]);
  });

  it('even if a label would leave them out', () => {
    const labels = new Map([[2, ['skip-changelog']]]);
    expect(build(straight('feat!: drop it (#2)'), { labels }).entries).toHaveLength(1);
  });

  it('unless a revert that is not breaking cancels them, and again when they are reapplied', () => {
    const stories = {
      a: { subject: 'feat!: drop it' },
      b: { subject: 'Revert "feat!: drop it"', body: `This reverts commit ${shaOf('a')}.` },
    };
    expect(buildStories(stories).entries).toEqual([]);
    const again = { subject: 'Reapply "feat!: drop it"', body: `This reverts commit ${shaOf('b')}.` };
    expect(fates(buildStories({ ...stories, c: again }), 'a', 'b', 'c')).toEqual({
      a: 'listed',
      b: 'reverted',
      c: 'revert',
    });
    expect(buildStories({ c: again }).entries).toMatchObject([{ breaking: true }]);
  });
});

describe('other rules', () => {
  it('edits of only the changelog are left out, except pull requests', () => {
    const edits = ['📝 Update release notes', 'Update CHANGELOG.md', 'chore: tidy the changelog'];
    const more = [
      'Edited HISTORY.md',
      'fix changelog',
      'cleanup changes',
      '* update news',
      ':memo: update news',
    ];
    const commits = straight(...edits, ...more, 'docs: update changelog (#7)');
    expect(build(commits).counts).toEqual({ listed: 1, folded: 0, leftOut: 8, total: 9 });
    expect(auditCounts(build(commits)).reasons).toEqual(new Map([['changelog', 8]]));
  });

  it('a merged long-lived branch lists its pull requests', () => {
    const section = buildStories({
      base: { subject: 'base' },
      one: { subject: 'fix: one (#21)' },
      two: { subject: 'feat: two (#22)' },
      merge: { subject: "Merge branch '3.0.x'", parents: ['base', 'two'] },
    });
    expect(section.entries[0]).toMatchObject({
      text: "Merge branch '3.0.x': feat: two; fix: one",
      pullRequests: [22, 21],
      kind: 'feature',
    });
  });

  it('the same pull request twice is listed once', () => {
    const section = build(straight('Fix it (#5)', 'other', 'Fix it (#5)', 'Fix another (#5)'));
    expect(section.counts).toEqual({ listed: 3, folded: 1, leftOut: 0, total: 4 });
  });

  it('a scope of invisible characters is dropped', () => {
    expect(build(straight('fix(\u200b): it')).entries[0]).not.toHaveProperty('scope');
  });

  it('a branch without pull requests lists its commits, breaking changes first', () => {
    const section = buildStories({
      base: { subject: 'base' },
      one: { subject: 'fix!: one' },
      two: { subject: 'feat: two' },
      edit: { subject: 'Update CHANGELOG.md' },
      here: { subject: 'docs: here', parents: ['base'] },
      merge: { subject: "Merge branch 'main' of github.com:heroku/demo", parents: ['here', 'edit'] },
    });
    expect(section.entries[0]).toMatchObject({
      text: "Merge branch 'main': fix!: one; feat: two",
      breaking: true,
      notes: [],
      kind: 'feature',
    });
  });

  it('a branch lists breaking changes before its pull requests', () => {
    const numbered = Array.from({ length: 6 }, (_, at) => [
      `n${at}`,
      { subject: `fix: n${at} (#${at + 1})` },
    ]);
    const section = buildStories({
      base: { subject: 'base' },
      direct: { subject: 'feat!: direct' },
      ...(Object.fromEntries(numbered) as Record<string, Story>),
      merge: { subject: "Merge branch '2.x'", parents: ['base', 'n5'] },
    });
    expect(section.entries[0]?.text).toBe(
      "Merge branch '2.x': feat!: direct; fix: n5; fix: n4; fix: n3; fix: n2; 2 more",
    );
  });

  it('labels overrule words and can leave out a change', () => {
    const labels = new Map([
      [1, ['type: bug']],
      [2, ['skip-changelog']],
      [3, ['breaking-change', 'enhancement']],
    ]);
    const section = build(straight('Something (#1)', 'Secret (#2)', 'Other (#3)'), { labels });
    expect(section.entries.map(({ kind, breaking }) => [kind, breaking])).toEqual([
      ['feature', true],
      ['fix', false],
    ]);
    expect(auditCounts(section).reasons).toEqual(new Map([['label', 1]]));
  });

  it('an empty range is an empty section', () => {
    const section = build([]);
    expect(section).toMatchObject({ entries: [], counts: { listed: 0, folded: 0, leftOut: 0, total: 0 } });
    expect(suggestBump(section)).toEqual({ bump: 'none', because: [] });
  });

  it('does not change its input and is repeatable', () => {
    const commits = applinkHistory();
    const copy = structuredClone(commits);
    expect(build(commits)).toEqual(build(commits));
    expect(commits).toEqual(copy);
  });

  it('suggests the bump that the entries require', () => {
    expect(suggestBump(build(straight('fix: a', 'docs: b'))).bump).toBe('patch');
    expect(suggestBump(build(straight('fix: a', 'feat: b'))).bump).toBe('minor');
    expect(suggestBump(build(straight('feat!: a'))).bump).toBe('major');
    expect(suggestBump(build(straight('feat!: a')), { current: '0.4.1' }).bump).toBe('minor');
    expect(suggestBump(build(straight('Release v1.0.0'))).bump).toBe('none');
  });
});

describe('the history of heroku-applink-python', () => {
  it('since v1.0.0 has six changes and no release commits', () => {
    const commits = rangeOf(applinkHistory(), 'f908d061845e0cb398c00c2627d6c456bf117b93');
    const section = build(commits);
    expect(section.counts).toEqual({ listed: 6, folded: 4, leftOut: 17, total: 27 });
    expect(section.entries.map((entry) => `#${entry.pullRequests.join(' #')} ${entry.text}`)).toEqual([
      '#90 switch to annotated git tag',
      '#88 sign with passphrase',
      '#86 attempt to add gpg key with passphrase too',
      '#84 add GPG key to enable signed tags',
      "#82 Don't use `raise_for_status` by default",
      '#80 building instead of downloading artifact',
    ]);
    expect(auditCounts(section)).toMatchObject({ complete: true });
  });
});

describe('commits whose files are known', () => {
  const stories = {
    base: { subject: 'feat: base' },
    bump: { subject: 'Release v1.2.0' },
    words: { subject: 'Better words' },
    edit: { subject: 'Update CHANGELOG.md' },
    side: { subject: 'fix: on a branch', parents: ['edit'] },
    pull: { subject: 'Merge pull request #9 from me/fix', parents: ['edit', 'side'] },
    main: { subject: 'docs: main', parents: ['base'] },
    update: { subject: "Merge branch 'main' into release-v1.2.0", parents: ['pull', 'main'] },
    release: { subject: 'Merge pull request #12 from me/release-v1.2.0', parents: ['main', 'update'] },
  };
  const names = Object.keys(stories);
  const known = (facts: Readonly<Record<string, boolean>>) =>
    new Map(Object.entries(facts).map(([name, only]) => [shaOf(name), only]));

  it.each<[string, Readonly<Record<string, boolean>>, Readonly<Record<string, string>>]>([
    ['nothing is known: their words decide', {}, { words: 'listed' }],
    ['only files of a release', { words: true }, { words: 'release' }],
    [
      'more than those files',
      { bump: false, edit: false },
      { words: 'listed', bump: 'listed', edit: 'listed' },
    ],
    ['a merge with more than git merges', { update: false }, { words: 'listed', update: 'listed' }],
    ['a clean merge of a commit with more', { pull: true, side: false }, { words: 'listed' }],
    [
      'a merge of an edit of the changelog',
      { pull: true, side: true, words: true },
      { words: 'release', pull: 'release', side: 'release' },
    ],
  ])('%s', (_, facts, changed) => {
    const section = build(history(stories), { onlyRelease: known(facts) });
    expect(auditCounts(section).complete).toBe(true);
    expect(fates(section, ...names)).toEqual({
      base: 'listed',
      bump: 'release',
      edit: 'release',
      side: 'merged',
      pull: 'listed',
      main: 'listed',
      update: 'empty-merge',
      release: 'release',
      ...changed,
    });
  });

  it('lists the squash of a release that changed more, on the main line too', () => {
    const squash = straight('feat: base', 'Release v1.2.0 (#7)');
    const sha = squash[0]?.sha ?? '';
    expect(build(squash).entries).toHaveLength(1);
    expect(build(squash, { onlyRelease: new Map([[sha, false]]) }).entries).toHaveLength(2);
  });
});
