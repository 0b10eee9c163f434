/** Settings and environment with which git reaches one remote. */
export interface RemoteAccess {
  readonly settings: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const HEADER = 'HEROKU_RELEASE_GIT_HEADER';
const NOTHING = 'HEROKU_RELEASE_GIT_NOTHING';
const NO = 'HEROKU_RELEASE_GIT_NO';

/**
 * How a token reaches git: as the value of an environment variable that `--config-env` (git 2.31) names, so that it is neither
 * in the arguments nor on disk. It is bound to the remote's own address, redirects are off, the credential helpers and the
 * header that actions/checkout leaves in the repository's configuration are out: two Authorization headers are refused by GitHub.
 * A remote that is not HTTP gets no token.
 */
export function remoteAccess(url: string, token: string | undefined): RemoteAccess {
  const address = token === undefined ? undefined : scopeOf(url);
  if (token === undefined || address === undefined) return { settings: [], env: {} };
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    settings: [
      `--config-env=http.${address}.extraHeader=${NOTHING}`,
      `--config-env=http.${address}.extraHeader=${HEADER}`,
      `--config-env=http.followRedirects=${NO}`,
      `--config-env=credential.helper=${NOTHING}`,
    ],
    env: { [HEADER]: `Authorization: Basic ${basic}`, [NOTHING]: '', [NO]: 'false' },
  };
}

/** A URL without user and password. Texts that are no HTTP URL stay as they are. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

function scopeOf(url: string): string | undefined {
  const bare = withoutCredentials(url);
  return /^https?:\/\//i.test(bare) && URL.canParse(bare) ? bare.replace(/[?#].*$/, '') : undefined;
}
