import type { LintResult } from '@heroku-release/python-project';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { FlowError } from '../errors.ts';
import type { PackageContext, PackageTools } from './context.ts';

interface Lint {
  readonly uv: string | undefined;
  readonly command: readonly string[] | undefined;
}

/** Ruff, or the repository's own lint command. */
export function lintStep(tools: PackageTools): Step<PackageContext, LintResult | undefined, Lint> {
  return {
    name: 'lint',
    needs: [],
    observe: () => Promise.resolve(undefined),
    decide: ({ settings, parts, uv }) => {
      if (!parts.has('lint')) return settled('not asked for');
      if (settings.skip.includes('lint')) return settled('SKIPPED by a setting');
      const linter = settings.lint?.join(' ') ?? 'Ruff';
      return act({ uv, command: settings.lint }, `linting with ${linter}`, `${linter} has no findings`);
    },
    act: async ({ uv, command }, io) => {
      const result = await tools.project.lint({
        uv,
        command,
        onProgress: (text) => {
          io.progress(text);
        },
      });
      if (result.outcome === 'passed') return result;
      throw new FlowError('LINT_FAILED', `${result.because}\n${result.output}`.trimEnd(), {
        hint: 'Correct it with a new commit. To see it here: heroku-release package lint',
      });
    },
    learn: (context, lint) => (lint === undefined ? context : { ...context, lint }),
  };
}
