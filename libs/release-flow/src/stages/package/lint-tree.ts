import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, StepIo } from '@heroku-release/release-kit';
import { FlowError } from '../../errors.ts';
import type { PackageInput } from './package-input.ts';
import type { Toolbox } from './prepare-tools.ts';

type Facts = PackageInput & { readonly tools: Toolbox | Planned };

/** Ruff, or the repository's own lint command. */
export const lintTree = effect({
  needs: [],
  observe: () => Promise.resolve(undefined),
  decide: ({ settings, parts }: Facts): EffectDecision<undefined, undefined> => {
    if (!parts.has('lint')) return settled(undefined, 'not asked for');
    if (settings.skip.includes('lint')) return settled(undefined, 'SKIPPED by a setting');
    const linter = settings.lint?.join(' ') ?? 'Ruff';
    return act(undefined, `linting with ${linter}`, `${linter} has no findings`);
  },
  act: async (
    _action: undefined,
    { services, settings, tools }: Facts & { readonly tools: Toolbox },
    io: StepIo,
  ): Promise<undefined> => {
    const result = await services.project.lint({
      uv: tools.uv,
      command: settings.lint,
      onProgress: (text) => {
        io.progress(text);
      },
    });
    if (result.outcome === 'passed') return undefined;
    throw new FlowError('LINT_FAILED', `${result.because}\n${result.output}`.trimEnd(), {
      hint: 'Correct it with a new commit. To reproduce it: heroku-release package lint',
    });
  },
});
