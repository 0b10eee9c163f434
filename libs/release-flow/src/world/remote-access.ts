import type { GitRepository } from '@heroku-release/git-repo';

/** The remote `origin` of a checkout, with the token where git reaches it over HTTP. */
export interface RemoteAccess {
  readonly remote: string;
  /** Undefined where git uses its own credentials. */
  readonly token: string | undefined;
}

/** How to reach the remote `origin`. Over SSH or a path git needs no token. */
export async function remoteAccess(git: GitRepository, token: string): Promise<RemoteAccess> {
  const overHttp = (await git.remoteUrl('origin'))?.startsWith('http') === true;
  return { remote: 'origin', token: overHttp ? token : undefined };
}
