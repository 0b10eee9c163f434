import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangelogStyle } from '@heroku-release/changelog';
import { describe, expect, it } from 'vitest';
import { LIBRARY } from '../../test/files-of-a-library.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { git, makeTemplate } from '../../test/template-repository.ts';
import { whyUnwritable } from '@heroku-release/release-history';

/** Commits and pushes files to the base branch; `undefined` removes one. */
async function push(world: FlowWorld, files: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) await rm(join(world.checkout, path));
    else await writeFile(join(world.checkout, path), text);
  }
  await git(world.checkout, 'add', '--all');
  await git(world.checkout, 'commit', '--quiet', '-m', 'docs: changelog');
  await git(world.checkout, 'push', '--quiet', 'origin', 'main');
}

describe('a changelog that cannot be written automatically', () => {
  it.each<[string, string, ChangelogStyle['kind']]>([
    ['reStructuredText', 'Changes\n=======\n\n.. contents::\n\n1.2.0\n-----\n\n- Greet.\n', 'rst'],
    ['a pointer', '# Changelog\n\nSee the [releases](https://example.invalid/releases).\n', 'pointer'],
    ['versions in a table', '# Changelog\n\n| Version |\n| --- |\n| 1.2.0 |\n', 'unknown'],
  ])(
    '%s: the draft is refused with the reason and the command that prints the section, and nothing is written',
    async (_, text, kind) => {
      const template = await makeTemplate({ 'CHANGELOG.md': text });
      const world = await FlowWorld.open(template);
      try {
        const report = await world.draft();
        expect(report.outcome).toBe('refused');
        const refusal = report.steps.find(({ step }) => step === 'changelog')?.error;
        expect(refusal).toMatchObject({ code: 'CHANGELOG_UNSUPPORTED' });
        expect(JSON.stringify(refusal)).toContain(whyUnwritable(kind)!);
        expect(JSON.stringify(refusal)).toContain('heroku-release changelog');
        expect(
          await git(
            join(world.root, 'remote.git'),
            'for-each-ref',
            '--format=%(refname:short)',
            'refs/heads',
          ),
        ).toBe('main');
      } finally {
        await world.close();
        await rm(template.folder, { recursive: true });
      }
    },
  );

  it('with a newest release that shows no version refuses the draft and names it; the hint leads on', async () => {
    const text = '# Changelog\n\n## Brave Cat\n\n- Greet.\n\n## 1.1.0 - 2026-01-01\n\n- Begin.\n';
    const template = await makeTemplate({ 'CHANGELOG.md': text });
    const world = await FlowWorld.open(template);
    try {
      const refused = await world.draft();
      expect(refused.outcome).toBe('refused');
      const error = refused.steps.find(({ step }) => step === 'changelog')?.error;
      expect(error).toMatchObject({ code: 'CHANGELOG_UNSUPPORTED' });
      expect(JSON.stringify(error)).toContain('Brave Cat');
      await push(world, { 'CHANGELOG.md': text.replace('Brave Cat', '1.2.0 - 2026-01-02') });
      expect((await world.draft()).outcome).toBe('done');
    } finally {
      await world.close();
      await rm(template.folder, { recursive: true });
    }
  });

  it.each(['CHANGES.rst', 'History.md', 'NEWS'])(
    'that would be started beside %s refuses the draft until the setting says so',
    async (other) => {
      const template = await makeTemplate({ [other]: 'Words\n' });
      const world = await FlowWorld.open(template);
      try {
        await push(world, { 'CHANGELOG.md': undefined });
        const refused = await world.draft();
        expect(refused.outcome).toBe('refused');
        const error = refused.steps.find(({ step }) => step === 'changelog')?.error;
        expect(error).toMatchObject({ code: 'CHANGELOG_UNSUPPORTED' });
        expect(JSON.stringify(error)).toContain(other);
        const pyproject = LIBRARY['pyproject.toml'] ?? '';
        await push(world, { 'pyproject.toml': `${pyproject}changelog = "CHANGELOG.md"\n` });
        expect((await world.draft()).outcome).toBe('done');
      } finally {
        await world.close();
        await rm(template.folder, { recursive: true });
      }
    },
  );

  it('keeps an edited entry of a change that was reverted, and names it', async () => {
    const begun = '## 1.3.0\n\n- Say goodbye in style (#4)\n\n## 1.2.0\n\n- Begin\n';
    const template = await makeTemplate({ 'CHANGELOG.md': `# Changelog\n\n${begun}` });
    const world = await FlowWorld.open(template);
    try {
      await writeFile(join(world.checkout, 'demo/bye.py'), '');
      await git(world.checkout, 'add', '--all');
      await git(world.checkout, 'commit', '--quiet', '-m', 'Revert "fix: say goodbye (#4)"');
      await git(world.checkout, 'push', '--quiet', 'origin', 'main');
      const report = await world.draft();
      expect(report.outcome).toBe('done');
      expect(JSON.stringify(report.steps.find(({ step }) => step === 'changelog'))).toContain(
        'Say goodbye in style (#4)',
      );
    } finally {
      await world.close();
      await rm(template.folder, { recursive: true });
    }
  });
});
