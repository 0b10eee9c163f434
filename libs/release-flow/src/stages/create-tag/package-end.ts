import type { Refuse } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import type { PackageRun } from './create-tag-input.ts';

/** The refusal for a release whose run of package did not end well; undefined when it did. Pure. */
export function decidePackageEnd(
  { id, conclusion }: Pick<PackageRun, 'id' | 'conclusion'>,
  version: string,
): Refuse | undefined {
  if (conclusion === 'success') return undefined;
  if (conclusion === undefined) {
    return refuse(
      'PACKAGE_FAILED',
      `run ${id} of Package Library for ${version} has not ended`,
      `Create Tag follows it by itself; otherwise: heroku-release create-tag --run ${id}`,
    );
  }
  return refuse(
    'PACKAGE_FAILED',
    `run ${id} of Package Library for ${version} ended with ${conclusion}: there are no tested files to tag`,
    `Run the failed jobs of Package Library again: gh run rerun ${id} --failed. If they fail again, correct the cause by a new commit, then: heroku-release draft ${version}`,
  );
}
