import { type ErrorKind, ReleaseError } from '@heroku-release/release-kit';

const KINDS = {
  /** The base URL is not https (or loopback), or has more than an origin and a path. */
  TPS_ENDPOINT_INVALID: 'usage',
  /** There is no token, or it contains characters that no token has. */
  TPS_TOKEN_MISSING: 'usage',
  /** The component slug or the commit sha is not valid. */
  TPS_REQUEST_INVALID: 'failed',
  /** 401 or 403. */
  TPS_TOKEN_REFUSED: 'failed',
  /** 404: an unknown component slug or a wrong base URL. */
  TPS_NOT_FOUND: 'failed',
  /** 400 or 422. */
  TPS_REQUEST_REFUSED: 'failed',
  /** 3xx. It is not followed: that would send the token elsewhere. */
  TPS_REDIRECTED: 'failed',
  /** Any other status; never treated as clearance. */
  TPS_UNKNOWN_ANSWER: 'failed',
  /** 408, 425, 429, 5xx or a broken connection, for longer than the retry budget. */
  TPS_UNAVAILABLE: 'failed',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link TPS_ERROR_CODES}. */
export type TpsErrorCode = keyof typeof KINDS;

/** The error codes of tps-client. */
export const TPS_ERROR_CODES = Object.keys(KINDS) as readonly TpsErrorCode[];

/** A request that TPS refused, or that could not be made. The message contains neither the token nor an e-mail address. */
export class TpsError extends ReleaseError<TpsErrorCode> {
  override readonly name = 'TpsError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
