import { Fail, Wait } from '@heroku-release/release-kit';
import { parseDuration } from '@heroku-release/release-history';
import type { Settings } from '@heroku-release/release-history';
import { FlowError } from '../errors.ts';

/** GitHub may link a fresh merge to its pull request only after some seconds; a missing link is a failure, never "not a release". */
export function waitForAssociation(sha: string, because: string, { wait }: Settings): Wait {
  const error = new FlowError('ASSOCIATION_MISSING', `${sha.slice(0, 7)}: ${because}`, {
    hint: 'Run this job again in a minute: GitHub may be late. If it stays, no release pull request was merged: heroku-release draft <version> opens one for the version that the tree states.',
  });
  const patienceMs = parseDuration(wait.association) ?? 0;
  return new Wait(because, { everyMs: 2000, growth: 2, patienceMs }, new Fail(error));
}
