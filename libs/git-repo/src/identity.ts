import { diagnose } from './diagnosis.ts';
import { GitError } from './errors.ts';
import type { GitCommand } from './git-command.ts';

/** The author and committer of a commit. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const NAME = /^[^\x00-\x1f\x7f<>]*[^\x00-\x20\x7f<>.,:;"'\\][^\x00-\x1f\x7f<>]*$/;
// eslint-disable-next-line no-control-regex -- the pattern refuses control characters
const EMAIL = /^[^\x00-\x20\x7f<>]+$/;

/** The identity itself, if git can write it into a commit. Errors: `GIT_INVALID_NAME`. */
export function checkIdentity(identity: Identity): Identity {
  if (NAME.test(identity.name) && EMAIL.test(identity.email)) return identity;
  throw new GitError('GIT_INVALID_NAME', `${JSON.stringify(identity)} is not a name and email for a commit`, {
    hint: 'Use a name that contains a letter, and an email; neither may contain angle brackets.',
  });
}

/** The identity that git takes from its configuration and environment here; git must not guess one. Errors: `GIT_NO_IDENTITY`. */
export async function configuredIdentity(git: GitCommand): Promise<Identity> {
  const call = {
    command: 'var',
    settings: ['-c', 'user.useConfigOnly=true'],
    args: ['GIT_AUTHOR_IDENT'],
  };
  const result = await git.run(call);
  const found = /^(.+) <([^<>]+)> \d+ [+-]\d+$/.exec(result.stdout.trim());
  if (result.exitCode === 0 && found !== null) return { name: found[1] ?? '', email: found[2] ?? '' };
  const cause = diagnose('git var GIT_AUTHOR_IDENT', result.stderr, { effect: 'none' });
  throw new GitError('GIT_NO_IDENTITY', `${git.folder}: no identity is configured for commits`, {
    hint: 'Set it with: git config user.name "..." and git config user.email "..."',
    cause,
  });
}
