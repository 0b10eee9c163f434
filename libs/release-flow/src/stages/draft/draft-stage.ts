import { stage } from '@heroku-release/release-kit';
import { checkBaseBranch } from './check-base-branch.ts';
import { checkInFlight } from './check-in-flight.ts';
import { chooseVersion } from './choose-version.ts';
import type { DraftInput } from './draft-input.ts';
import { openPullRequest } from './open-pull-request.ts';
import { pushBranch } from './push-branch.ts';
import { writeChangelog } from './write-changelog.ts';

/**
 * A person starts a release: version and changelog on a separate branch, offered as a draft pull request. Two requests to GitHub, one
 * when the pull request is already open. A second run changes nothing.
 */
export const draftStage = stage<DraftInput>('draft')
  .check('checkout', checkBaseBranch)
  .check('version', chooseVersion)
  .check('inFlight', checkInFlight)
  .check('changelog', writeChangelog)
  .effect('branch', pushBranch)
  .effect('pullRequest', openPullRequest);
