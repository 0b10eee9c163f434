import type { TestResult } from '@heroku-release/python-project';
import { act, effect, settled } from '@heroku-release/release-kit';
import type { EffectDecision, Planned, StepIo } from '@heroku-release/release-kit';
import { FlowError } from '../../errors.ts';
import type { Built } from './build-files.ts';
import type { PackageInput } from './package-input.ts';
import type { Toolbox } from './prepare-tools.ts';

type Facts = PackageInput & { readonly tools: Toolbox | Planned; readonly build: Built | Planned };

/** The built wheel, installed, on every configured Python; the sources cannot be imported. */
export const testWheel = effect({
  needs: [],
  observe: () => Promise.resolve(undefined),
  decide: ({ settings, parts, build }: Facts): EffectDecision<readonly TestResult[], undefined> => {
    if (!parts.has('test') || build === undefined) return settled([], 'not asked for');
    if (settings.skip.includes('tests')) {
      return settled([], 'SKIPPED by a setting: nothing proves that these files work');
    }
    const pythons = settings.pythons.join(', ');
    return act(undefined, `testing the wheel on Python ${pythons}`, `the wheel passed on Python ${pythons}`);
  },
  act: async (
    _action: undefined,
    { services, settings, tools, build }: Facts & { readonly tools: Toolbox; readonly build: Built },
    io: StepIo,
  ): Promise<readonly TestResult[]> => {
    const results: TestResult[] = [];
    if (build === undefined) return results;
    for (const interpreter of tools.interpreters) {
      io.progress(`testing the wheel on Python ${interpreter.version}`);
      const result = await services.project.testWheel({
        wheel: build.wheel.path,
        interpreter,
        uv: tools.uv,
        command: settings.test,
        onProgress: (text) => {
          io.progress(text);
        },
      });
      io.progress(`Python ${result.version}: ${result.outcome}, ${result.because}`);
      results.push(result);
    }
    requirePasses(results);
    return results;
  },
});

function requirePasses(results: readonly TestResult[]): void {
  const bad = results.filter(({ outcome }) => outcome !== 'passed');
  if (bad.length === 0) return;
  const details = bad.map(({ python, outcome, because, output }) => {
    return `Python ${python}: ${outcome === 'not-run' ? 'not run' : outcome}, ${because}\n${output}`.trimEnd();
  });
  throw new FlowError(
    'TESTS_FAILED',
    `the wheel does not pass on ${bad.length} of ${results.length} Pythons\n${details.join('\n')}`,
    {
      hint: 'Correct it with a new commit; nothing was released. To reproduce it: heroku-release package test',
    },
  );
}
