import type { BuiltFile, TestResult } from '@heroku-release/python-project';
import { componentOf } from '@heroku-release/release-history';
import type { Settings } from '@heroku-release/release-history';
import { isPrerelease, parseVersion } from '@heroku-release/versioning';
import type { ReleaseMergeTarget } from '../../merge/release-merge.ts';
import type { ReleasePlan } from '../../plan/release-plan.ts';

/** Everything that a plan states. */
export interface PlanFacts {
  /** Name of the project. */
  readonly name: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  readonly settings: Settings;
  readonly target: ReleaseMergeTarget;
  readonly build: { readonly wheel: BuiltFile; readonly files: readonly BuiltFile[] };
  /** Passed tests; empty when a setting skips them. */
  readonly tests: readonly TestResult[];
  readonly notes: string;
}

/** The plan of a release whose files passed every check. Pure. */
export function releasePlan(facts: PlanFacts): ReleasePlan {
  const { name, repository, commit, settings, target, build, tests, notes } = facts;
  return {
    format: 1,
    name,
    version: target.version,
    tag: target.tag,
    commit,
    repository,
    component: componentOf(settings, repository),
    prerelease: isPrerelease(parseVersion(target.version)),
    settings,
    artifacts: build.files.map((file) => ({
      name: file.name,
      kind: file.name.endsWith('.whl') ? 'wheel' : 'sdist',
      size: file.size,
      sha256: file.sha256,
    })),
    tested: testedSubject(tests),
    tests: tests.length === 0 ? skippedTests(facts) : tests.map(passedTest),
    lint: settings.skip.includes('lint') ? 'skipped' : 'passed',
    attestations: 'off',
    notes,
  };
}

function testedSubject(tests: readonly TestResult[]): ReleasePlan['tested'] {
  if (tests.length === 0) return 'nothing';
  return tests.every(({ subject }) => subject === 'wheel') ? 'wheel' : 'source-tree';
}

function skippedTests({ settings, build }: PlanFacts): ReleasePlan['tests'] {
  return settings.pythons.map((python) => ({ python, outcome: 'skipped', sha256: build.wheel.sha256 }));
}

function passedTest({ python, version, wheelSha256 }: TestResult): ReleasePlan['tests'][number] {
  return { python, interpreter: version, outcome: 'passed', sha256: wheelSha256 };
}
