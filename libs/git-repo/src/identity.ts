import { diagnose } from './diagnosis.ts';
import { GitError } from './errors.ts';
import type { GitCommand } from './git-command.ts';

/** Who writes a commit. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

// eslint-disable-next-line no-control-regex -- control characters are what is refused
const WORDS = /^[^\x00-\x1f\x7f<>]*[^\x00-\x20\x7f<>.,:;"'\\][^\x00-\x1f\x7f<>]*$/;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const EMAIL = /^[^\x00-\x20\x7f<>]+$/;

/** The identity itself when git can write it. Errors: `GIT_INVALID_NAME`. */
export function checkIdentity(identity: Identity): Identity {
  if (WORDS.test(identity.name) && EMAIL.test(identity.email)) return identity;
  throw new GitError('GIT_INVALID_NAME', `${JSON.stringify(identity)} is not a name and email for a commit`, {
    hint: 'Give a name with a letter in it and an email, without angle brackets.',
  });
}

/** The identity that git would use here, from its settings and environment, never guessed. Errors: `GIT_NO_IDENTITY`. */
export async function configuredIdentity(git: GitCommand): Promise<Identity> {
  const call = {
    command: 'var',
    settings: ['-c', 'user.useConfigOnly=true'],
    args: ['GIT_AUTHOR_IDENT'],
  };
  const result = await git.run(call);
  const found = /^(.+) <([^<>]+)> \d+ [+-]\d+$/.exec(result.stdout.trim());
  if (result.exitCode === 0 && found !== null) return { name: found[1] ?? '', email: found[2] ?? '' };
  const why = diagnose('git var GIT_AUTHOR_IDENT', result.stderr, { effect: 'none' });
  throw new GitError('GIT_NO_IDENTITY', `${git.folder}: git does not know who commits`, {
    hint: 'Set it with: git config user.name "..." and git config user.email "..."',
    cause: why,
  });
}
