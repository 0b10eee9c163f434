import type { ReleasePlan } from './release-plan.ts';

/** The tag and its commit, which a plan must agree with. */
export interface PlanTarget {
  readonly repository: string;
  readonly tag: string;
  readonly version: string;
  readonly commit: string;
}

/** Lists every contradiction between a plan and the tag. Pure. */
export function checkPlan(plan: ReleasePlan, target: PlanTarget): string[] {
  const problems: string[] = [];
  for (const key of ['repository', 'tag', 'version', 'commit'] as const) {
    const same =
      key === 'repository'
        ? plan.repository.toLowerCase() === target.repository.toLowerCase()
        : plan[key] === target[key];
    if (!same) problems.push(`the plan's ${key} is ${plan[key]}, the tag's is ${target[key]}`);
  }
  return problems;
}

/** Lists the configured Pythons without a passed test of the built wheel. Empty when a setting skips the tests. Pure. */
export function untestedPythons(plan: ReleasePlan): string[] {
  if (plan.settings.skip.includes('tests')) return [];
  const wheels = new Set(plan.artifacts.filter(({ kind }) => kind === 'wheel').map((file) => file.sha256));
  const passed = new Set(
    plan.tests.flatMap((test) =>
      test.outcome === 'passed' && (plan.tested === 'source-tree' || wheels.has(test.sha256))
        ? [test.python]
        : [],
    ),
  );
  return plan.settings.pythons.filter((python) => !passed.has(python));
}
