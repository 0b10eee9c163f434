import type { TrustedIssuer } from '../../identity/identity-sandbox.ts';
import { isSignatureValid, parseToken } from '../../identity/json-web-token.ts';

/** A refused request for an upload token. Its status is always 422. */
export class ExchangeRefusal extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

const LEEWAY_SECONDS = 30;

/** Reads the identity token from the body of a request. */
export function readExchange(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ExchangeRefusal('invalid-payload', '1 validation error for TokenPayload: Invalid JSON');
  }
  const token =
    typeof value === 'object' && value !== null ? (value as { token?: unknown }).token : undefined;
  if (typeof token !== 'string') {
    throw new ExchangeRefusal(
      'invalid-payload',
      '1 validation error for TokenPayload: token: Field required',
    );
  }
  return token;
}

/** Verifies issuer, signature, audience and times of an identity token and returns its claims. */
export function verifyIdentity(
  token: string,
  trust: { readonly issuers: readonly TrustedIssuer[]; readonly audience: string; readonly nowMs: number },
): Readonly<Record<string, unknown>> {
  const parsed = parseToken(token);
  if (parsed === undefined || typeof parsed.claims['iss'] !== 'string') {
    throw new ExchangeRefusal('invalid-payload', 'malformed JWT');
  }
  const { claims } = parsed;
  const issuer = trust.issuers.find((known) => known.issuer === claims['iss']);
  if (issuer === undefined) throw new ExchangeRefusal('invalid-payload', 'unknown trusted publishing issuer');
  const now = trust.nowMs / 1000;
  const { iat, nbf, exp, aud } = claims;
  const inTime =
    typeof iat === 'number' &&
    iat <= now + LEEWAY_SECONDS &&
    typeof exp === 'number' &&
    exp > now - LEEWAY_SECONDS &&
    (nbf === undefined || (typeof nbf === 'number' && nbf <= now + LEEWAY_SECONDS));
  if (!inTime || aud !== trust.audience || !isSignatureValid(parsed, issuer.keys)) {
    throw new ExchangeRefusal('invalid-token', 'malformed or invalid token');
  }
  return claims;
}
