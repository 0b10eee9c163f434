import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** A public key in an issuer's key set. */
export interface PublishedKey extends JsonWebKey {
  /** Id of the key, as in the header of a token. */
  readonly kid: string;
  /** Always RS256. */
  readonly alg: 'RS256';
  /** The key verifies signatures. */
  readonly use: 'sig';
}

/** A parsed token. Nothing in it is verified. */
export interface ParsedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The signing key of an issuer; each sandbox creates its own. */
export class SigningKey {
  readonly #kid: string;
  #created: { readonly published: PublishedKey; readonly privateKey: KeyObject } | undefined;

  constructor(kid: string) {
    this.#kid = kid;
  }

  /** The public half. */
  get published(): PublishedKey {
    return this.#pair.published;
  }

  /** Created on demand: generating the pair takes longer than the rest of a sandbox. */
  get #pair(): { readonly published: PublishedKey; readonly privateKey: KeyObject } {
    if (this.#created === undefined) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const properties = { kid: this.#kid, alg: 'RS256', use: 'sig' } as const;
      this.#created = { privateKey, published: { ...publicKey.export({ format: 'jwk' }), ...properties } };
    }
    return this.#created;
  }

  /** Creates a compact RS256 token with these claims. */
  sign(claims: Readonly<Record<string, unknown>>): string {
    const signed = `${encode({ alg: 'RS256', kid: this.#kid, typ: 'JWT' })}.${encode(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.#pair.privateKey).toString('base64url')}`;
  }
}

function parsePart(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Parses a compact token; `undefined` if `token` is not one. */
export function parseToken(token: string): ParsedToken | undefined {
  const parts = token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined)
    return undefined;
  if (!parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  const header = parsePart(head);
  const claims = parsePart(body);
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether the key with the token's `kid` made its RS256 signature. */
export function isSignatureValid(token: ParsedToken, keys: readonly PublishedKey[]): boolean {
  if (token.header['alg'] !== 'RS256') return false;
  const key = keys.find(({ kid }) => kid === token.header['kid']);
  if (key === undefined) return false;
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('RSA-SHA256', Buffer.from(token.signed), publicKey, token.signature);
}
