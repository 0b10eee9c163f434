import { endpointsFromEnv, parseRepositorySlug } from '@heroku-release/gh-ops';
import type { GitHistory } from '@heroku-release/git-repo';
import { HistoryError } from '../errors.ts';
import type { HistoryEnvironment } from './history-environment.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/**
 * Finds `owner/name`: `GITHUB_REPOSITORY` of GitHub Actions, otherwise the remote `origin` under `GITHUB_SERVER_URL`.
 *
 * Errors: `REMOTE_UNKNOWN`, `ENVIRONMENT_INVALID` for a malformed GITHUB_REPOSITORY.
 */
export async function repositoryName(
  world: Pick<HistoryEnvironment, 'env'>,
  git?: GitHistory,
): Promise<string> {
  const given = world.env['GITHUB_REPOSITORY'];
  if (given !== undefined && given !== '') {
    if (NAME.test(given)) return given;
    throw new HistoryError('ENVIRONMENT_INVALID', 'GITHUB_REPOSITORY does not have the form owner/name', {
      hint: 'Set it to a repository such as heroku/demo, or unset it.',
    });
  }
  const url = await git?.remoteUrl('origin');
  const { serverUrl } = endpointsFromEnv(world.env);
  const slug = url === undefined ? undefined : parseRepositorySlug(url, serverUrl);
  if (slug === undefined) {
    const why =
      url === undefined
        ? 'there is no remote origin'
        : `the remote origin (${url}) is not under ${serverUrl}`;
    throw new HistoryError('REMOTE_UNKNOWN', `${why}: the repository on GitHub is unknown`, {
      hint: 'Add it with git remote add origin <url>, or set GITHUB_REPOSITORY=owner/name.',
    });
  }
  return `${slug.owner}/${slug.repo}`;
}

/** The address of a repository's pages, for links. */
export function repositoryUrl(world: Pick<HistoryEnvironment, 'env'>, name: string): string {
  return `${endpointsFromEnv(world.env).serverUrl}/${name}`;
}
