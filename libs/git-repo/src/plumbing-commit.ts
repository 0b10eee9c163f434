import type { FileStore } from '@heroku-release/release-kit';
import { GitError } from './errors.ts';
import type { GitCommand } from './git-command.ts';
import type { Identity } from './identity.ts';
import { checkIdentity, configuredIdentity } from './identity.ts';
import { readLocalSettings } from './local-settings.ts';
import { checkSha } from './names.ts';
import { refuseUnsafeSigning } from './remote-guard.ts';
import { buildTree } from './tree-builder.ts';

/** A commit to write. */
export interface CommitRequest {
  /** Full id of the first parent. */
  readonly parent: string;
  /** The other parent of a merge. Default: none. */
  readonly merged?: string | undefined;
  /** Id of the tree that `files` changes. Default: the tree of `parent`. */
  readonly tree?: string | undefined;
  /** Maps each path to its new text, or to `null` to remove the file. An empty map makes an empty commit. */
  readonly files: ReadonlyMap<string, string | null>;
  readonly message: string;
  /** Author and committer; default the identity from git's configuration. */
  readonly author?: Identity | undefined;
  /** Date of author and committer, in ISO 8601 with a zone. */
  readonly date: string;
  /** Sign the commit if `commit.gpgsign` is set. Default `false`: never sign. */
  readonly sign?: boolean | undefined;
}

const DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)$/;

/** Writes the objects of a commit and nothing else; see `GitRepository.commitFiles`. */
export async function writeCommit(
  git: GitCommand,
  files: FileStore,
  request: CommitRequest,
): Promise<string> {
  const parent = checkSha(request.parent);
  const date = gitDate(request.date);
  const { name, email } =
    request.author === undefined ? await configuredIdentity(git) : checkIdentity(request.author);
  const signs = request.sign === true && (await isSigningConfigured(git));
  if (signs) refuseUnsafeSigning(await readLocalSettings(git));
  const tree = await buildTree(git, files, checkSha(request.tree ?? parent), request.files);
  const parents = request.merged === undefined ? [parent] : [parent, checkSha(request.merged)];
  return await git.line({
    command: 'commit-tree',
    args: [signs ? '-S' : '--no-gpg-sign', ...parents.flatMap((sha) => ['-p', sha]), '-F', '-', tree],
    input: request.message.endsWith('\n') ? request.message : `${request.message}\n`,
    writes: true,
    env: {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    },
  });
}

async function isSigningConfigured(git: GitCommand): Promise<boolean> {
  const result = await git.run({ command: 'config', args: ['--type=bool', '--get', 'commit.gpgsign'] });
  return result.stdout.trim() === 'true';
}

/** Converts ISO 8601 to git's unambiguous form, `@<seconds> <zone>`. */
function gitDate(iso: string): string {
  const match = DATE.exec(iso);
  const milliseconds = Date.parse(iso);
  if (match === null || Number.isNaN(milliseconds)) {
    throw new GitError('GIT_INVALID_NAME', `${JSON.stringify(iso)} is not a date for a commit`, {
      hint: 'Write it as 2026-01-31T12:00:00Z or with a zone such as +01:00.',
    });
  }
  const zone = match[2] === 'Z' ? '+0000' : (match[2] ?? '').replace(':', '');
  return `@${Math.floor(milliseconds / 1000)} ${zone}`;
}
