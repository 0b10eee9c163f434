import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** A public key as an issuer publishes it. */
export interface PublishedKey extends JsonWebKey {
  /** Name of the key, as tokens give it in their header. */
  readonly kid: string;
  /** The only algorithm there is. */
  readonly alg: 'RS256';
  /** Keys sign; they do not encrypt. */
  readonly use: 'sig';
}

/** A token taken apart, nothing verified. */
export interface OpenedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signing key of an issuer, made anew for each sandbox. */
export class SigningKey {
  readonly #kid: string;
  #made: { readonly published: PublishedKey; readonly privateKey: KeyObject } | undefined;

  constructor(kid: string) {
    this.#kid = kid;
  }

  /** The public half. */
  get published(): PublishedKey {
    return this.#pair.published;
  }

  /** Made when it is first needed: that takes longer than all the rest of a sandbox. */
  get #pair(): { readonly published: PublishedKey; readonly privateKey: KeyObject } {
    if (this.#made === undefined) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const names = { kid: this.#kid, alg: 'RS256', use: 'sig' } as const;
      this.#made = { privateKey, published: { ...publicKey.export({ format: 'jwk' }), ...names } };
    }
    return this.#made;
  }

  /** A compact RS256 token with these claims. */
  sign(claims: Readonly<Record<string, unknown>>): string {
    const signed = `${encode({ alg: 'RS256', kid: this.#kid, typ: 'JWT' })}.${encode(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.#pair.privateKey).toString('base64url')}`;
  }
}

function openPart(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Takes a compact token apart, or `undefined` where it is none. */
export function openToken(token: string): OpenedToken | undefined {
  const parts = token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined)
    return undefined;
  if (!parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  const header = openPart(head);
  const claims = openPart(body);
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether one of `keys`, chosen by the token's `kid`, made the RS256 signature. */
export function signatureHolds(token: OpenedToken, keys: readonly PublishedKey[]): boolean {
  if (token.header['alg'] !== 'RS256') return false;
  const key = keys.find(({ kid }) => kid === token.header['kid']);
  if (key === undefined) return false;
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('RSA-SHA256', Buffer.from(token.signed), publicKey, token.signature);
}
