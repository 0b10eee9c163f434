import { stage } from '@heroku-release/release-kit';
import { buildFiles } from './build-files.ts';
import { findSubject } from './find-subject.ts';
import { lintTree } from './lint-tree.ts';
import type { PackageInput } from './package-input.ts';
import { prepareTools } from './prepare-tools.ts';
import { reviewRelease } from './review-release.ts';
import { testWheel } from './test-wheel.ts';
import { writePlan } from './write-plan.ts';

/**
 * Build, tests and lint of every push and pull request; on the merge of a release also the plan. It writes to no external service.
 * Once the release's tag exists its files are fixed, and a further run has nothing to do.
 */
export const packageStage = stage<PackageInput>('package')
  .check('release', findSubject)
  .check('review', reviewRelease)
  .effect('tools', prepareTools)
  .effect('build', buildFiles)
  .effect('test', testWheel)
  .effect('lint', lintTree)
  .effect('plan', writePlan);
