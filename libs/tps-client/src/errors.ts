import { ReleaseError } from '@heroku-release/release-kit';

/**
 * The codes of tps-client.
 *
 * - `TPS_ENDPOINT_INVALID`: the base URL is not https (or loopback), or holds more than an origin and a path.
 * - `TPS_TOKEN_MISSING`: no token, or one with characters that no token has.
 * - `TPS_REQUEST_INVALID`: the component slug or the commit sha cannot be sent.
 * - `TPS_TOKEN_REFUSED`: 401 or 403.
 * - `TPS_NOT_FOUND`: 404, an unknown component slug or a wrong base URL.
 * - `TPS_REQUEST_REFUSED`: 400 or 422.
 * - `TPS_REDIRECTED`: 3xx; it is not followed, for it would carry the token elsewhere.
 * - `TPS_UNKNOWN_ANSWER`: any other status; never taken as clearance.
 * - `TPS_UNAVAILABLE`: 408, 425, 429, 5xx or a broken connection, for longer than the budget.
 */
export const TPS_ERROR_CODES = [
  'TPS_ENDPOINT_INVALID',
  'TPS_TOKEN_MISSING',
  'TPS_REQUEST_INVALID',
  'TPS_TOKEN_REFUSED',
  'TPS_NOT_FOUND',
  'TPS_REQUEST_REFUSED',
  'TPS_REDIRECTED',
  'TPS_UNKNOWN_ANSWER',
  'TPS_UNAVAILABLE',
] as const;

/** One of {@link TPS_ERROR_CODES}. */
export type TpsErrorCode = (typeof TPS_ERROR_CODES)[number];

/** What TPS, or the way to it, refused. The message holds neither the token nor an e-mail address. */
export class TpsError extends ReleaseError<TpsErrorCode> {
  override readonly name = 'TpsError';
}
