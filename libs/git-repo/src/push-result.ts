import type { CommandResult } from '@heroku-release/release-kit';
import { diagnose } from './diagnosis.ts';
import { GitError } from './errors.ts';

/**
 * Judges `git push --porcelain`, whose lines are `<flag>\t<from>:<to>\t<summary> (<reason>)`; the flag `!` is a refusal by either
 * side. A push that ended badly without such a line may have happened.
 *
 * Errors: `GIT_PUSH_REJECTED`, else by git's own words with effect `unknown` unless nothing can have been sent.
 */
export function judgePush(refspec: string, result: CommandResult): void {
  if (result.exitCode === 0) return;
  const refused = result.stdout.split('\n').find((line) => line.startsWith('!\t'));
  const summary = refused?.split('\t')[2] ?? '';
  if (refused === undefined || summary.startsWith('[remote failure]')) {
    throw diagnose(`git push of ${refspec}`, result.stderr, { effect: 'unknown' });
  }
  throw new GitError('GIT_PUSH_REJECTED', `git push of ${refspec}: ${summary}${remoteWords(result.stderr)}`, {
    hint: hintFor(summary),
  });
}

function hintFor(summary: string): string {
  if (/stale info|non-fast-forward|fetch first|already exists/.test(summary)) {
    return 'The remote branch holds other commits. Look at it; it is never overwritten.';
  }
  return 'The remote refused the update. Check the rules for this branch and the rights of the token.';
}

function remoteWords(stderr: string): string {
  const told = stderr.split(/[\r\n]+/).flatMap((line) => /^remote: (.*\S)/.exec(line)?.[1] ?? []);
  return told.length === 0 ? '' : `; the remote says: ${told.join(' ').slice(0, 1000)}`;
}
