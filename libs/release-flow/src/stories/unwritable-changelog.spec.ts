import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangelogStyle } from '@heroku-release/changelog';
import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/flow-world.ts';
import { git, makeTemplate } from '../../test/template-repository.ts';
import { whyUnwritable } from '@heroku-release/release-history';

describe('a changelog that is not written by machine', () => {
  it.each<[string, string, ChangelogStyle['kind']]>([
    ['reStructuredText', 'Changes\n=======\n\n.. contents::\n\n1.2.0\n-----\n\n- Greet.\n', 'rst'],
    ['a pointer', '# Changelog\n\nSee the [releases](https://example.invalid/releases).\n', 'pointer'],
    ['versions in a table', '# Changelog\n\n| Version |\n| --- |\n| 1.2.0 |\n', 'unknown'],
  ])('%s refuses the draft, says why and where the section is, and writes nothing', async (_, text, kind) => {
    const template = await makeTemplate({ 'CHANGELOG.md': text });
    const world = await FlowWorld.open(template);
    try {
      const report = await world.draft();
      expect(report.outcome).toBe('refused');
      const told = report.steps.find(({ step }) => step === 'changelog')?.error;
      expect(told).toMatchObject({ code: 'CHANGELOG_UNSUPPORTED' });
      expect(JSON.stringify(told)).toContain(whyUnwritable(kind)!);
      expect(JSON.stringify(told)).toContain('heroku-release changelog');
      expect(
        await git(join(world.root, 'remote.git'), 'for-each-ref', '--format=%(refname:short)', 'refs/heads'),
      ).toBe('main');
    } finally {
      await world.close();
      await rm(template.folder, { recursive: true });
    }
  });
});
