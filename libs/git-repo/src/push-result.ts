import type { CommandResult } from '@heroku-release/release-kit';
import { diagnose } from './diagnosis.ts';
import { GitError } from './errors.ts';

/**
 * Checks the result of `git push --porcelain`, whose lines are `<flag>\t<from>:<to>\t<summary> (<reason>)`; the flag `!` is a refusal by
 * git or by the remote. A push that failed without such a line may still have happened.
 *
 * Errors: `GIT_PUSH_REJECTED`, otherwise a code derived from git's message, with effect `unknown` unless nothing can have been sent.
 */
export function checkPush(refspec: string, result: CommandResult): void {
  if (result.exitCode === 0) return;
  const refused = result.stdout.split('\n').find((line) => line.startsWith('!\t'));
  const summary = refused?.split('\t')[2] ?? '';
  if (refused === undefined || summary.startsWith('[remote failure]')) {
    throw diagnose(`git push of ${refspec}`, result.stderr, { effect: 'unknown' });
  }
  throw new GitError(
    'GIT_PUSH_REJECTED',
    `git push of ${refspec}: ${summary}${remoteMessage(result.stderr)}`,
    {
      hint: hintFor(summary),
    },
  );
}

function hintFor(summary: string): string {
  if (/stale info|non-fast-forward|fetch first|already exists/.test(summary)) {
    return 'The remote branch contains other commits. Inspect it; it is never overwritten.';
  }
  return 'The remote refused the update. Check the rules of this branch and the permissions of the token.';
}

function remoteMessage(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).flatMap((line) => /^remote: (.*\S)/.exec(line)?.[1] ?? []);
  return lines.length === 0 ? '' : `; the remote says: ${lines.join(' ').slice(0, 1000)}`;
}
