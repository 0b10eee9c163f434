import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangelogStyle } from '@heroku-release/changelog';
import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/flow-world.ts';
import { git, makeTemplate } from '../../test/template-repository.ts';
import { whyUnwritable } from '@heroku-release/release-history';

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
});
