import { describe, expect, it } from 'vitest';
import { FlowError } from '../errors.ts';
import { settingsSchema } from '@heroku-release/release-history';
import { checkPlan, untestedPythons } from './check-plan.ts';
import { parseReleasePlan, renderReleasePlan } from './release-plan.ts';
import type { ReleasePlan } from './release-plan.ts';

const WHEEL = 'a'.repeat(64);
const SDIST = 'b'.repeat(64);
const COMMIT = 'c'.repeat(40);

function plan(changes: Partial<ReleasePlan> = {}): ReleasePlan {
  const settings = settingsSchema.parse({ pythons: ['3.12', '3.13'] });
  return {
    format: 1,
    name: 'demo',
    version: '1.3.0',
    tag: 'v1.3.0',
    commit: COMMIT,
    repository: 'heroku/demo',
    component: 'demo',
    prerelease: false,
    settings,
    artifacts: [
      { name: 'demo-1.3.0-py3-none-any.whl', kind: 'wheel', size: 10, sha256: WHEEL },
      { name: 'demo-1.3.0.tar.gz', kind: 'sdist', size: 20, sha256: SDIST },
    ],
    tested: 'wheel',
    tests: ['3.12', '3.13'].map((python) => ({
      python,
      interpreter: `${python}.1`,
      outcome: 'passed',
      sha256: WHEEL,
    })),
    lint: 'passed',
    attestations: 'off',
    notes: '### Added\n\n- “Größe” & <more>\n',
    ...changes,
  };
}

function refusal(text: string): FlowError {
  try {
    parseReleasePlan(text);
  } catch (error) {
    if (error instanceof FlowError) return error;
    throw error;
  }
  throw new Error('the plan was accepted');
}

describe('release-plan.json', () => {
  it('is the same after a round trip', () => {
    expect(parseReleasePlan(renderReleasePlan(plan()))).toEqual(plan());
  });

  it('has the same bytes for any order of keys, and for absent or undefined ones', () => {
    const shuffled = Object.fromEntries(Object.entries(plan()).reverse()) as ReleasePlan;
    const settings = {
      ...Object.fromEntries(Object.entries(plan().settings).reverse()),
      component: undefined,
    };
    const same = { ...shuffled, settings: settings as ReleasePlan['settings'] };
    expect(renderReleasePlan(same)).toBe(renderReleasePlan(plan()));
    expect(renderReleasePlan(parseReleasePlan(renderReleasePlan(plan())))).toBe(renderReleasePlan(plan()));
    expect(renderReleasePlan(plan())).toMatch(/^\{\n {2}"format": 1,\n[^]*\n\}\n$/);
  });

  const changed = (change: (value: Record<string, unknown>) => void) => {
    const value = JSON.parse(renderReleasePlan(plan())) as Record<string, unknown>;
    change(value);
    return JSON.stringify(value);
  };
  const first = (value: Record<string, unknown>) => (value['artifacts'] as [Record<string, unknown>])[0];
  it.each<[string, string]>([
    ['not JSON', '{'],
    ['not an object', '[]'],
    ['another format', changed((value) => (value['format'] = 2))],
    ['an unknown key', changed((value) => (value['colour'] = 'red'))],
    ['an unknown key in a file', changed((value) => (first(value)['md5'] = 'x'))],
    ['an unknown setting', changed((value) => ((value['settings'] as Record<string, unknown>)['x'] = 1))],
    ['a missing key', changed((value) => delete value['notes'])],
    ['a short hash', changed((value) => (first(value)['sha256'] = 'a'.repeat(63)))],
    ['a hash in capitals', changed((value) => (first(value)['sha256'] = 'A'.repeat(64)))],
    ['a short commit', changed((value) => (value['commit'] = 'c'.repeat(7)))],
    ['an empty file', changed((value) => (first(value)['size'] = 0))],
    ['a fraction of a byte', changed((value) => (first(value)['size'] = 1.5))],
    ['a path instead of a name', changed((value) => (first(value)['name'] = '../demo.whl'))],
    [
      'a name that GitHub would rename',
      changed((value) => (first(value)['name'] = 'demo-1!2.0-py3-none-any.whl')),
    ],
    ['a hidden name', changed((value) => (first(value)['name'] = '.demo.whl'))],
    ['no files', changed((value) => (value['artifacts'] = []))],
  ])('is refused: %s', (_, text) => {
    const error = refusal(text);
    expect(error.code).toBe('PLAN_INVALID');
    expect(error.hint).toBeTruthy();
  });
});

describe('checkPlan', () => {
  const target = { repository: 'heroku/demo', tag: 'v1.3.0', version: '1.3.0', commit: COMMIT };

  it.each([
    ['all equal', {}, 0],
    ['the repository in other case', { repository: 'Heroku/Demo' }, 0],
    ['another repository', { repository: 'fork/demo' }, 1],
    ['another tag', { tag: 'v1.3.1' }, 1],
    ['another version', { version: '1.3.1' }, 1],
    ['another commit', { commit: 'd'.repeat(40) }, 1],
    ['everything', { repository: 'a/b', tag: 'v2', version: '2', commit: 'd'.repeat(40) }, 4],
  ])('%s', (_, change, problems) => {
    expect(checkPlan(plan(), { ...target, ...change })).toHaveLength(problems);
  });
});

describe('untestedPythons', () => {
  const one = plan().tests[0];
  const test = (change: object) => ({
    python: '3.12',
    outcome: 'passed' as const,
    sha256: WHEEL,
    ...one,
    ...change,
  });

  it.each<[string, Partial<ReleasePlan>, string[]]>([
    ['all passed', {}, []],
    ['no tests', { tests: [], tested: 'nothing' }, ['3.12', '3.13']],
    ['one is missing', { tests: [test({})] }, ['3.13']],
    ['one was skipped', { tests: [test({}), test({ python: '3.13', outcome: 'skipped' })] }, ['3.13']],
    ['one passed on other bytes', { tests: [test({}), test({ python: '3.13', sha256: SDIST })] }, ['3.13']],
    [
      'the source tree was tested, not the bytes of the wheel',
      { tested: 'source-tree', tests: [test({}), test({ python: '3.13', sha256: SDIST })] },
      [],
    ],
    [
      'a setting skips the tests',
      { tests: [], tested: 'nothing', settings: settingsSchema.parse({ skip: ['tests'] }) },
      [],
    ],
    [
      'a setting skips only lint',
      { tests: [], settings: settingsSchema.parse({ pythons: ['3.11'], skip: ['lint'] }) },
      ['3.11'],
    ],
  ])('%s', (_, change, missing) => {
    expect(untestedPythons(plan(change))).toEqual(missing);
  });
});
