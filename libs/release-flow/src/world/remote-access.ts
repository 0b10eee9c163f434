import type { GitRepository } from '@heroku-release/git-repo';

/** The remote `origin` of a checkout, with a token if git uses HTTP. */
export interface RemoteAccess {
  readonly remote: string;
  /** Undefined where git uses its own credentials. */
  readonly token: string | undefined;
}

/** Determines how git accesses the remote `origin`. For SSH and paths it needs no token. */
export async function remoteAccess(git: GitRepository, token: string): Promise<RemoteAccess> {
  const overHttp = (await git.remoteUrl('origin'))?.startsWith('http') === true;
  return { remote: 'origin', token: overHttp ? token : undefined };
}
