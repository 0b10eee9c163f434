import type { BuiltFile, Interpreter, TestResult } from '@heroku-release/python-project';
import { act, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { FlowError } from '../errors.ts';
import { known } from '../known.ts';
import type { PackageContext, PackageTools } from './context.ts';

interface Tests {
  readonly wheel: BuiltFile | undefined;
  readonly interpreters: readonly Interpreter[];
  readonly uv: string | undefined;
  readonly command: readonly string[] | undefined;
}

/** The built wheel, installed, on every configured Python; the sources are out of reach. */
export function testStep(tools: PackageTools): Step<PackageContext, readonly TestResult[], Tests> {
  return {
    name: 'test',
    needs: [],
    observe: () => Promise.resolve([]),
    decide: ({ settings, parts, built, interpreters = [], uv }) => {
      if (!parts.has('test')) return settled('not asked for');
      if (settings.skip.includes('tests')) return settled('SKIPPED by a setting: nothing proves these files');
      const wheel = built?.find(({ name }) => name.endsWith('.whl'));
      return act(
        { wheel, interpreters, uv, command: settings.test },
        `testing the wheel on Python ${settings.pythons.join(', ')}`,
        `the wheel passed on Python ${settings.pythons.join(', ')}`,
      );
    },
    act: async ({ wheel, interpreters, uv, command }, io) => {
      const results: TestResult[] = [];
      for (const interpreter of interpreters) {
        io.progress(`testing the wheel on Python ${interpreter.version}`);
        const result = await tools.project.testWheel({
          wheel: known(wheel, 'the wheel').path,
          interpreter,
          uv: known(uv, 'uv'),
          command,
          onProgress: (text) => {
            io.progress(text);
          },
        });
        io.progress(`Python ${result.version}: ${result.outcome}, ${result.because}`);
        results.push(result);
      }
      refuseFailures(results);
      return results;
    },
    learn: (context, tests) => ({ ...context, tests }),
  };
}

function refuseFailures(results: readonly TestResult[]): void {
  const bad = results.filter(({ outcome }) => outcome !== 'passed');
  if (bad.length === 0) return;
  const told = bad.map(({ python, outcome, because, output }) => {
    return `Python ${python}: ${outcome === 'not-run' ? 'not run' : outcome}, ${because}\n${output}`.trimEnd();
  });
  throw new FlowError(
    'TESTS_FAILED',
    `the wheel does not pass on ${bad.length} of ${results.length} Pythons\n${told.join('\n')}`,
    {
      hint: 'Correct it with a new commit; nothing was released. To see it here: heroku-release package test',
    },
  );
}
