/** The git settings and environment for access to one remote. */
export interface RemoteAccess {
  readonly settings: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const HEADER = 'HEROKU_RELEASE_GIT_HEADER';
const EMPTY = 'HEROKU_RELEASE_GIT_EMPTY';
const FALSE = 'HEROKU_RELEASE_GIT_FALSE';

/** The protocols of remotes. `ext` runs a program, `git` is neither encrypted nor authenticated. */
const PROTOCOLS = 'file:http:https:ssh';

/**
 * Passes a token to git in an environment variable through `--config-env` (git 2.31), so that it is neither in the arguments nor on
 * disk. The token is bound to the remote's own address and redirects are off. Credential helpers, and the header that actions/checkout
 * leaves in the repository's configuration, are cleared: GitHub refuses two Authorization headers. With a token nobody is asked for a
 * password. A remote that is not HTTP gets no token.
 */
export function remoteAccess(url: string, token: string | undefined): RemoteAccess {
  const address = token === undefined ? undefined : httpAddress(url);
  if (token === undefined || address === undefined) {
    return { settings: [], env: { GIT_ALLOW_PROTOCOL: PROTOCOLS } };
  }
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    settings: [
      `--config-env=http.${address}.extraHeader=${EMPTY}`,
      `--config-env=http.${address}.extraHeader=${HEADER}`,
      `--config-env=http.followRedirects=${FALSE}`,
      `--config-env=http.${address}.followRedirects=${FALSE}`,
      `--config-env=credential.helper=${EMPTY}`,
    ],
    env: {
      GIT_ALLOW_PROTOCOL: PROTOCOLS,
      GIT_ASKPASS: '',
      [HEADER]: `Authorization: Basic ${basic}`,
      [EMPTY]: '',
      [FALSE]: 'false',
    },
  };
}

/**
 * The programs that serve a remote. A path is served by this machine: there, hooks and settings of that repository stay out of it. For any
 * other remote these are git's own defaults, given so that `remote.<name>.uploadpack` and `.receivepack` have no effect.
 */
export function servingPrograms(url: string): { readonly upload: string; readonly receive: string } {
  const isPath = /^file:\/\//i.test(url) || !/^[a-z][a-z0-9+.-]*:\/\/|^[^/]+:/i.test(url);
  const git = isPath ? 'git -c core.hooksPath=/dev/null -c core.alternateRefsCommand=: ' : 'git-';
  return { upload: `${git}upload-pack`, receive: `${git}receive-pack` };
}

/** A URL without user and password. Text that is not an HTTP URL is returned unchanged. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

/** The address of an HTTP remote, without credentials and query; `undefined` for any other remote. */
export function httpAddress(url: string): string | undefined {
  const bare = withoutCredentials(url);
  return /^https?:\/\//i.test(bare) && URL.canParse(bare) ? bare.replace(/[?#].*$/, '') : undefined;
}
