import type { Effect } from '@heroku-release/release-kit';
import type { GitErrorCode } from './errors.ts';
import { GitError } from './errors.ts';

interface KnownFailure {
  readonly code: GitErrorCode;
  readonly pattern: RegExp;
  readonly hint: string;
  /** Whether git prints this before it sends anything that could change the remote. */
  readonly beforeSending?: true;
}

/** Messages of git 2.31 to 2.52 under LC_ALL=C, most specific first. */
const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    code: 'GIT_UNSAFE_OWNER',
    pattern: /dubious ownership/,
    hint: 'The folder belongs to another user. Trust it with: git config --global --add safe.directory <folder>',
    beforeSending: true,
  },
  {
    code: 'GIT_PARTIAL_CLONE',
    pattern: /from promisor remote|lazy fetching disabled/,
    hint: 'The clone is partial, and nothing is fetched while it is read. Fetch the rest with: git fetch --refetch --no-filter',
    beforeSending: true,
  },
  {
    code: 'GIT_UNSAFE_CONFIG',
    pattern: /transport '[^']*' not allowed/,
    hint: 'Only https, http, ssh and a path are used. Check the address with: git remote -v',
    beforeSending: true,
  },
  {
    code: 'GIT_SIGNING_FAILED',
    pattern: /failed to sign the data|failed to write commit object.*sign|gpg\.ssh\.|user\.signingkey/i,
    hint: 'commit.gpgsign requires a signed commit. Check that "git commit -S" works here, or turn signing off for the draft.',
  },
  {
    code: 'GIT_NO_IDENTITY',
    pattern:
      /empty ident name|unable to auto-detect email|no (?:name|email) was given|Author identity unknown/i,
    hint: 'Set your identity: git config user.name "..." and git config user.email "..."',
  },
  {
    code: 'GIT_REMOTE_DENIED',
    pattern:
      /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied \(|returned error: 40[13]|Permission to \S+ denied|Repository not found|Host key verification failed|repository '[^']*' not found/i,
    hint: 'The remote refused the credentials. Check the token (contents: write), or your own access with: git ls-remote',
    beforeSending: true,
  },
  {
    code: 'GIT_REMOTE_UNREACHABLE',
    pattern:
      /Could not resolve host|Failed to connect|Connection refused|Couldn't connect|does not appear to be a git repository|No such remote|SSL certificate problem|No route to host|Name or service not known/i,
    hint: 'Check the address of the remote and the network, then run the command again.',
    beforeSending: true,
  },
  {
    code: 'GIT_REMOTE_UNREACHABLE',
    pattern:
      /unable to access|Could not read from remote repository|hung up unexpectedly|early EOF|RPC failed|unexpected disconnect|Connection reset|Connection timed out|returned error: (?:5\d\d|429)|Empty reply|send-pack: /i,
    hint: 'The connection to the remote broke. Run the command again.',
  },
  {
    code: 'GIT_NOT_A_REPOSITORY',
    pattern: /not a git repository|cannot change to '/,
    hint: 'Give the folder of a git repository, for example with --repo.',
    beforeSending: true,
  },
  {
    code: 'GIT_UNKNOWN_REVISION',
    pattern:
      /unknown revision|bad revision|Not a valid (?:object|commit) name|invalid object name|malformed object name|bad object|couldn't find remote ref|not a valid object|not a tree object|is an? \w+, not a commit|failed to unpack tree|does not point to a commit/i,
    hint: 'Check the name. A tag or commit that is only on the remote must be fetched first.',
    beforeSending: true,
  },
];

/** The error for a failed git command, with a code derived from the message that git printed. */
export function diagnose(
  operation: string,
  message: string,
  details: { readonly effect: Effect; readonly cause?: unknown },
): GitError {
  const known = KNOWN_FAILURES.find(({ pattern }) => pattern.test(message));
  return new GitError(known?.code ?? 'GIT_COMMAND_FAILED', `${operation}: ${shorten(message)}`, {
    hint: known?.hint ?? 'Run the same git command by hand to see more.',
    effect: known?.beforeSending === true ? 'none' : details.effect,
    cause: details.cause,
  });
}

/** The end of git's message, without blank lines and hints. */
function shorten(message: string): string {
  const lines = message.split(/[\r\n]+/).map((text) => text.trim());
  const reasons = lines.filter((text) => text !== '' && !text.startsWith('hint:'));
  return reasons.length === 0 ? 'git gave no reason' : reasons.join('; ').slice(-1500);
}
