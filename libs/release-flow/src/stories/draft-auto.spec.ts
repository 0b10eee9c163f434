import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/flow-world.ts';
import { git, makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
});
afterEach(async () => {
  await world.close();
});

/** Commits on main and pushes. */
async function commit(message: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(world.checkout, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await git(world.checkout, 'add', '--all');
  await git(world.checkout, 'commit', '--quiet', '--allow-empty', '-m', message);
  await git(world.checkout, 'push', '--quiet', 'origin', 'main');
}

async function tag(name: string): Promise<void> {
  await git(world.checkout, 'tag', '-a', '-m', name, name);
  await git(world.checkout, 'push', '--quiet', 'origin', name);
}

const remote = (...args: readonly string[]) => git(join(world.root, 'remote.git'), ...args);
const branches = async () =>
  (await remote('branch', '--list', 'release-*', '--format=%(refname:short)')).split('\n');

/** Runs the draft and returns its outcome and the result of the version step. */
async function draftAuto() {
  const report = await world.draft('auto');
  const version = report.steps.find(({ step }) => step === 'version');
  return { outcome: report.outcome, because: version?.because, code: version?.error?.code };
}

describe('draft auto', () => {
  it('bumps the minor for a feature and names the commit', async () => {
    const sha = await remote('log', '--format=%h', '--abbrev=7', '--grep=greet people', 'main');
    const drafted = await draftAuto();
    expect(drafted.outcome).toBe('done');
    expect(drafted.because).toContain(`minor, for ${sha} feat: greet people (#3)`);
    expect(await branches()).toEqual(['release-v1.3.0']);
  });

  it.each([
    ['a breaking change', ['feat!: forget the old ways'], 'release-v2.0.0'],
    ['a breaking footer', ['fix: quicker\n\nBREAKING CHANGE: no more slow'], 'release-v2.0.0'],
    ['fixes only', ['fix: say it right'], 'release-v1.2.1'],
    ['a feature among fixes', ['fix: one', 'feat: two', 'docs: three'], 'release-v1.3.0'],
  ])('for %s', async (_, messages, branch) => {
    // Release the commits of the template, so that only these count.
    await release('1.2.0');
    for (const message of messages) await commit(message);
    expect((await draftAuto()).outcome).toBe('done');
    expect(await branches()).toEqual([branch]);
  });

  it('bumps the minor for a breaking change before 1.0', async () => {
    await release('0.4.2');
    await commit('feat!: another way');
    await draftAuto();
    expect(await branches()).toEqual(['release-v0.5.0']);
  });

  it('refuses when no change asks for a release, and writes nothing', async () => {
    await release('1.2.0');
    const before = await world.state();
    expect(await draftAuto()).toMatchObject({ outcome: 'refused', code: 'NOTHING_TO_RELEASE' });
    expect(await world.state()).toEqual(before);
    await commit('feat: one');
    await commit(`Revert "feat: one"\n\nThis reverts commit ${await remote('rev-parse', 'main')}.`);
    expect((await draftAuto()).outcome).toBe('refused');
    expect(await branches()).toEqual(['']);
  });

  it('uses the version that the tree already states if it is high enough', async () => {
    await commit('chore: next', { 'pyproject.toml': await pyproject('1.3.0') });
    await draftAuto();
    expect(await branches()).toEqual(['release-v1.3.0']);
  });

  it('changes nothing the second time', async () => {
    await draftAuto();
    const before = await world.state();
    expect((await draftAuto()).outcome).toBe('nothing-to-do');
    expect(await world.state()).toEqual(before);
  });
});

describe('tags without v, when no template is set', () => {
  beforeEach(async () => {
    await commit('chore: version', { 'pyproject.toml': await pyproject('1.3.0') });
    await tag('1.3.0');
    await commit('fix: say it right');
  });

  it('are releases: changes are counted from the last one', async () => {
    const drafted = await draftAuto();
    expect(drafted.because).toContain('changes since 1.3.0');
    expect(await branches()).toEqual(['release-v1.3.1']);
    const text = await remote('show', 'release-v1.3.1:CHANGELOG.md');
    expect(text).not.toContain('greet people');
  });

  it('can be named as the previous version', async () => {
    expect((await world.draft('patch', { previous: '1.3.0' })).outcome).toBe('done');
    expect(await branches()).toEqual(['release-v1.3.1']);
  });

  it('are not released again', async () => {
    const report = await world.draft('1.3.0');
    expect(report.steps.find(({ step }) => step === 'version')?.error).toMatchObject({
      code: 'VERSION_TAGGED',
    });
  });
});

describe('intent files', () => {
  const intent = (bump: string, words: string) => `---\n"demo": ${bump}\n---\n\n${words}\n`;

  it('are listed, raise the bump, and are removed by the draft', async () => {
    await commit('chore: say what comes', {
      '.changeset/brave-cats.md': intent('major', 'Greetings need a name.'),
      '.changeset/README.md': 'How to write an intent file.\n',
      '.changeset/HOWTO.md': 'How a tool writes one.\n',
      '.changeset/.draft.md': 'not ready\n',
      '.changeset/config.json': '{}\n',
    });
    const drafted = await draftAuto();
    expect(drafted.outcome).toBe('done');
    expect(drafted.because).toContain('major, for .changeset/brave-cats.md');
    expect(await branches()).toEqual(['release-v2.0.0']);
    const files = await remote('ls-tree', '-r', '--name-only', 'release-v2.0.0', '.changeset/');
    expect(files.split('\n')).toEqual([
      '.changeset/.draft.md',
      '.changeset/HOWTO.md',
      '.changeset/README.md',
      '.changeset/config.json',
    ]);
    const changelog = await remote('show', 'release-v2.0.0:CHANGELOG.md');
    expect(changelog).toContain('Greetings need a name.');
    // The file's text replaces the subject of the commit that added it.
    expect(changelog).not.toContain('say what comes');
    const before = await world.state();
    expect((await draftAuto()).outcome).toBe('nothing-to-do');
    expect(await world.state()).toEqual(before);
  });

  it('are also listed and removed with an explicit bump, which they do not change', async () => {
    await commit('chore: say what comes', { '.changeset/a.md': intent('major', 'Greetings need a name.') });
    expect((await world.draft('patch')).outcome).toBe('done');
    expect(await branches()).toEqual(['release-v1.2.1']);
    expect(await remote('ls-tree', '-r', '--name-only', 'release-v1.2.1', '.changeset/')).toBe('');
  });

  it('with CRLF, without packages or with the bump none are listed and removed, and ask for no bump', async () => {
    await release('1.2.0');
    await commit('fix: one', {
      '.changeset/A B.md': '\uFEFF---\r\n---\r\n\r\nOnly words.\r\n',
      '.changeset/ü.md': '---\r\n"demo": none\r\n"@demo/cli": none\r\n---\r\n\r\nOther words.\r\n',
    });
    await draftAuto();
    expect(await branches()).toEqual(['release-v1.2.1']);
    expect(await remote('ls-tree', '-r', '--name-only', 'release-v1.2.1', '.changeset/')).toBe('');
    const changelog = await remote('show', 'release-v1.2.1:CHANGELOG.md');
    expect(changelog).toContain('Only words.');
    expect(changelog).toContain('Other words.');
  });

  it('do not lower what the commits ask for', async () => {
    await commit('feat!: another way', { '.changeset/a.md': intent('patch', 'A small thing.') });
    await draftAuto();
    expect(await branches()).toEqual(['release-v2.0.0']);
  });

  it('that are invalid are reported', async () => {
    await commit('chore: say what comes', { '.changeset/a.md': 'no front matter\n' });
    const report = await world.draft('auto');
    expect(report.outcome).toBe('failed');
    expect(report.steps[0]?.error).toMatchObject({
      code: 'CHANGELOG_INTENT_INVALID',
      message: expect.stringContaining('.changeset/a.md') as string,
    });
  });
});

async function pyproject(version: string): Promise<string> {
  return (
    (await remote('show', 'main:pyproject.toml')).replace('version = "1.2.0"', `version = "${version}"`) +
    '\n'
  );
}

/** Releases everything so far as this version. */
async function release(version: string): Promise<void> {
  if (version === '1.2.0') {
    await git(world.checkout, 'push', '--quiet', 'origin', ':refs/tags/v1.2.0');
    await git(world.checkout, 'tag', '--delete', 'v1.2.0');
  } else await commit('chore: version', { 'pyproject.toml': await pyproject(version) });
  await tag(`v${version}`);
}
