import type { Stage } from '@heroku-release/release-kit';
import { buildStep } from './build-step.ts';
import type { PackageContext, PackageTools } from './context.ts';
import { lintStep } from './lint-step.ts';
import { planStep } from './plan-step.ts';
import { releaseStep } from './release-step.ts';
import { reviewStep } from './review-step.ts';
import { testStep } from './test-step.ts';
import { toolsStep } from './tools-step.ts';

/**
 * Build, tests and lint of every push and pull request; on the merge of a release also the plan. It writes nothing on any far
 * side. Once the release's tag exists, its files are fixed and a further run has nothing to do.
 */
export function packageStage(tools: PackageTools): Stage<PackageContext> {
  return {
    name: 'package',
    steps: () => [
      releaseStep(tools),
      reviewStep(tools),
      toolsStep(tools),
      buildStep(tools),
      testStep(tools),
      lintStep(tools),
      planStep(tools),
    ],
  };
}
