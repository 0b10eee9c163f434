import type { Redactor } from '@heroku-release/release-kit';
import { PypiError } from '../errors.ts';
import { TrustedTokens } from '../trusted-publishing/trusted-tokens.ts';
import type { TrustedTokensOptions } from '../trusted-publishing/trusted-tokens.ts';
import type { UploadCredentials } from './upload-client.ts';

/** Options of a {@link CredentialSource}: a token of the index, or else the means of trusted publishing. */
export interface CredentialSourceOptions extends Omit<TrustedTokensOptions, 'identityToken'> {
  readonly redactor: Redactor;
  readonly token?: string | undefined;
  /** The user name that goes with `token`, default `__token__`. */
  readonly username?: string | undefined;
  /** Without it there is no trusted publishing. */
  readonly identityToken?: TrustedTokensOptions['identityToken'] | undefined;
}

/** Provides the credentials of upload requests: the given token, or tokens from trusted publishing. */
export class CredentialSource {
  readonly #username: string;
  readonly #token: string | undefined;
  readonly #trusted: TrustedTokens | undefined;

  constructor(options: CredentialSourceOptions) {
    const { token, username = '__token__', identityToken } = options;
    options.redactor.add(token);
    this.#username = username;
    this.#token = token?.trim();
    if (token === undefined && identityToken !== undefined) {
      this.#trusted = new TrustedTokens({ ...options, identityToken });
    }
  }

  /**
   * The credentials for one request.
   *
   * Errors: `PYPI_NO_CREDENTIALS`, and those of the token exchange.
   */
  async get(signal: AbortSignal | undefined): Promise<UploadCredentials> {
    const password = this.#token ?? (await this.#trusted?.token(signal));
    if (password !== undefined) return { username: this.#username, password };
    throw new PypiError('PYPI_NO_CREDENTIALS', 'there are no credentials for uploading to the index', {
      hint: 'Run in a CI job that may request an identity token (id-token: write), or set a token of the index.',
    });
  }

  /** Drops an expired token; `true` when the next request gets another one. */
  renew(): boolean {
    this.#trusted?.forget();
    return this.#trusted !== undefined;
  }
}
