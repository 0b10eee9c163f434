import { GitError } from './errors.ts';
import type { LocalSetting } from './local-settings.ts';
import { httpAddress, withoutCredentials } from './remote-access.ts';
import { shellWord } from './shell-word.ts';

/** Settings for HTTP that cannot send a request, or trust, anywhere else. `extraHeader` is how actions/checkout stores its token. */
const HARMLESS_HTTP =
  /^http\.(?:.*\.)?(?:extraheader|postbuffer|version|lowspeedlimit|lowspeedtime|maxrequests|minsessions|useragent)$/s;

/** Settings that run a program, or redirect a connection, when git connects to a remote over HTTP. */
const HTTP = /^http\.|^remote\..*\.proxy$|^core\.askpass$|^credential\.(?:.*\.)?helper$/s;
/** The part of them that has no effect when a token is passed. */
const UNUSED_WITH_TOKEN = /^core\.askpass$|^credential\./;
const SSH = /^core\.sshcommand$/;
/** Programs that sign a commit. */
const SIGNING = /^gpg\.(?:.*\.)?program$|^gpg\.ssh\.defaultkeycommand$/s;

/**
 * Refuses a remote whose use would run a program, or send the connection elsewhere, by the repository's own configuration. The settings of
 * the user and the system are trusted. Errors: `GIT_UNSAFE_CONFIG`.
 */
export function refuseUnsafeRemote(
  settings: readonly LocalSetting[],
  url: string,
  token: string | undefined,
): void {
  const address = httpAddress(url);
  refuse(
    settings.filter(({ key }) => {
      if (address === undefined) return SSH.test(key);
      if (token !== undefined && UNUSED_WITH_TOKEN.test(key)) return false;
      return HTTP.test(key) && !HARMLESS_HTTP.test(key);
    }),
    'it runs a program or changes where git connects to',
  );
}

/** Refuses to sign with a program that the repository's own configuration names. Errors: `GIT_UNSAFE_CONFIG`. */
export function refuseUnsafeSigning(settings: readonly LocalSetting[]): void {
  refuse(
    settings.filter(({ key }) => SIGNING.test(key)),
    'it names the program that signs',
  );
}

/** Refuses to send a token to an HTTP remote that is not below the server the token is for. Errors: `GIT_REMOTE_ELSEWHERE`. */
export function refuseForeignServer(url: string, server: string): void {
  const address = httpAddress(url);
  if (address === undefined || isBelow(address, server)) return;
  const shown = withoutCredentials(url);
  throw new GitError(
    'GIT_REMOTE_ELSEWHERE',
    `the remote is ${shown}, which is not on ${server}; no token was sent`,
    {
      hint: 'Check the remote with git remote -v, and url.<base>.insteadOf with: git config --show-origin --get-regexp "^url\\."',
    },
  );
}

function isBelow(address: string, server: string): boolean {
  if (!URL.canParse(server)) return false;
  const [there, base] = [new URL(address), new URL(server)];
  const folder = base.pathname.replace(/\/+$/, '');
  return (
    there.protocol === base.protocol && there.host === base.host && there.pathname.startsWith(`${folder}/`)
  );
}

function refuse([first]: readonly LocalSetting[], because: string): void {
  if (first === undefined) return;
  const key = shellWord(first.key);
  throw new GitError(
    'GIT_UNSAFE_CONFIG',
    `the configuration of this repository sets ${JSON.stringify(first.key)}: ${because}`,
    {
      hint: `If it is yours, move it to your own configuration: git config --global ${key} "$(git config --local ${key})" && git config --local --unset-all ${key}. Otherwise remove it: git config --local --unset-all ${key}`,
    },
  );
}
