/** The git settings and environment for access to one remote. */
export interface RemoteAccess {
  readonly settings: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const HEADER = 'HEROKU_RELEASE_GIT_HEADER';
const EMPTY = 'HEROKU_RELEASE_GIT_EMPTY';
const FALSE = 'HEROKU_RELEASE_GIT_FALSE';

/**
 * Passes a token to git in an environment variable through `--config-env` (git 2.31), so that it is neither in the arguments nor on
 * disk. The token is bound to the remote's own address and redirects are off. Credential helpers, and the header that actions/checkout
 * leaves in the repository's configuration, are cleared: GitHub refuses two Authorization headers. A remote that is not HTTP gets no token.
 */
export function remoteAccess(url: string, token: string | undefined): RemoteAccess {
  const address = token === undefined ? undefined : scopeOf(url);
  if (token === undefined || address === undefined) return { settings: [], env: {} };
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    settings: [
      `--config-env=http.${address}.extraHeader=${EMPTY}`,
      `--config-env=http.${address}.extraHeader=${HEADER}`,
      `--config-env=http.followRedirects=${FALSE}`,
      `--config-env=credential.helper=${EMPTY}`,
    ],
    env: { [HEADER]: `Authorization: Basic ${basic}`, [EMPTY]: '', [FALSE]: 'false' },
  };
}

/** A URL without user and password. Text that is not an HTTP URL is returned unchanged. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

function scopeOf(url: string): string | undefined {
  const bare = withoutCredentials(url);
  return /^https?:\/\//i.test(bare) && URL.canParse(bare) ? bare.replace(/[?#].*$/, '') : undefined;
}
