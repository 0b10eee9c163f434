import { randomBytes } from 'node:crypto';
import { normaliseName } from './file-name.ts';
import type { Publisher } from './publishers.ts';
import { Refusal } from './refusal.ts';

/** A user account at the index. */
export interface IndexUser {
  /** Login. */
  readonly name: string;
  /** Whether the primary email address is verified. Default `true`. */
  readonly verifiedEmail?: boolean | undefined;
  /** Whether two-factor authentication is enabled. Default `true`. */
  readonly twoFactor?: boolean | undefined;
}

/** The holder of a token that a user created. */
export interface UserHolder {
  /** Login. */
  readonly user: string;
}

/** The holder of a token that trusted publishing minted for a workflow. */
export interface PublisherHolder {
  /** The registered publisher. */
  readonly publisher: Publisher;
}

/** An upload token. */
export interface ApiToken {
  /** Value of the token, `pypi-...`. */
  readonly token: string;
  /** The user who created it, or the publisher for which it was minted. */
  readonly holder: UserHolder | PublisherHolder;
  /** Normalised names of the projects that a user's token is limited to. Absent: all projects of the user. */
  readonly projects?: readonly string[] | undefined;
  /** Creation time in milliseconds since the epoch. */
  readonly mintedAtMs: number;
  /** Expiry in milliseconds since the epoch. A minted token expires after 15 minutes, a user's token by default never. */
  readonly expiresAtMs?: number | undefined;
}

/** The accounts and tokens of the index. */
export class Credentials {
  /** Users by name. */
  readonly users = new Map<string, IndexUser>();
  /** Tokens by their value. */
  readonly tokens = new Map<string, ApiToken>();

  /** Adds a user, or replaces the one with the same name. */
  addUser(user: IndexUser): void {
    this.users.set(user.name, user);
  }

  /** Issues a token. `value` defaults to a new random one. */
  issue(
    token: Omit<ApiToken, 'token'>,
    value = `pypi-AgEI${randomBytes(48).toString('base64url')}`,
  ): ApiToken {
    const issued = { ...token, token: value };
    this.tokens.set(value, issued);
    return issued;
  }

  /** Finds the token of a request by its Authorization header. */
  authenticate(authorization: string | undefined): ApiToken {
    const missing = new Refusal(403, 'Invalid or non-existent authentication information.');
    const match = /^(basic|bearer|token)\s+(.+)$/i.exec(authorization ?? '');
    if (match === null) throw missing;
    let text = match[2] ?? '';
    if (match[1]?.toLowerCase() === 'basic') {
      const decoded = Buffer.from(text, 'base64').toString('utf8');
      const colon = decoded.indexOf(':');
      if (colon < 0) throw missing;
      if (decoded.slice(0, colon) !== '__token__') {
        throw new Refusal(403, 'Username/Password authentication is no longer supported.', {
          textInMessage: false,
        });
      }
      text = decoded.slice(colon + 1);
    }
    const token = this.tokens.get(text.trim());
    if (token === undefined) throw missing;
    return token;
  }

  /** Refuses tokens of users who may not upload to the index at all. */
  checkUser(token: ApiToken): void {
    if (!('user' in token.holder)) return;
    const user = this.users.get(token.holder.user);
    const refuse = (what: string): Refusal =>
      new Refusal(
        403,
        `User '${user?.name ?? ''}', associated with the API token used, does not have ${what}.`,
      );
    if (user?.verifiedEmail === false) throw refuse('a verified primary email address');
    if (user?.twoFactor === false) throw refuse('two-factor authentication enabled');
  }

  /** Refuses tokens that have expired or are limited to other projects. */
  checkCaveats(token: ApiToken, project: string, nowMs: number): void {
    if (token.expiresAtMs !== undefined && token.expiresAtMs <= nowMs) {
      throw new Refusal(403, 'Invalid API Token: token is expired');
    }
    if (token.projects?.includes(normaliseName(project)) === false) {
      throw new Refusal(
        403,
        `Invalid API Token: project-scoped token is not valid for project: '${project}'`,
      );
    }
  }
}

/** Label of a token's holder in the log and in stored files. */
export const holderLabel = ({ holder }: ApiToken): string =>
  'user' in holder
    ? `user ${holder.user}`
    : `publisher ${holder.publisher.owner}/${holder.publisher.repository}/${holder.publisher.workflow}`;
