import { TpsError } from './errors.ts';

/** Base URL of TPS when none is set. */
const DEFAULT_TPS_BASE_URL = 'https://tps.heroku.tools';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;

/**
 * Reads the base URL of TPS, without a trailing slash, from the environment: `TPS_BASE_URL` (a URL), otherwise `TPS_HOSTNAME` (a
 * host name, as in the older release scripts), otherwise the public address of TPS. Empty variables count as unset.
 *
 * Errors: `TPS_ENDPOINT_INVALID`.
 */
export function tpsEndpointFromEnv(env: Readonly<Record<string, string | undefined>>): string {
  const url = env['TPS_BASE_URL']?.trim() ?? '';
  if (url !== '') return parseTpsBaseUrl(url, 'TPS_BASE_URL');
  const host = env['TPS_HOSTNAME']?.trim() ?? '';
  if (host === '') return DEFAULT_TPS_BASE_URL;
  if (!HOST.test(host)) {
    throw new TpsError('TPS_ENDPOINT_INVALID', 'TPS_HOSTNAME is not a host name', {
      hint: 'Set TPS_HOSTNAME to a bare host name, or TPS_BASE_URL to a full URL.',
    });
  }
  return parseTpsBaseUrl(`https://${host}`, 'TPS_HOSTNAME');
}

/**
 * Checks a base URL and removes its trailing slashes. It must be https, or plain http to this machine, without user, query and
 * fragment. `source` says in the error where the URL came from.
 *
 * Errors: `TPS_ENDPOINT_INVALID`; the message does not show the URL, which may contain a password.
 */
export function parseTpsBaseUrl(text: string, source = 'the TPS base URL'): string {
  const url = URL.parse(text);
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!url || !secure || `${url.username}${url.password}${url.search}${url.hash}` !== '') {
    throw new TpsError('TPS_ENDPOINT_INVALID', `${source} is not an https URL of a service`, {
      hint: 'Use https://host[:port][/path]; plain http is allowed to this machine only.',
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
