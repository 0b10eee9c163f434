import { randomBytes } from 'node:crypto';
import { normaliseName } from './file-name.ts';
import type { Publisher } from './publishers.ts';
import { Refusal } from './refusal.ts';

/** A person with an account at the index. */
export interface IndexUser {
  /** Login. */
  readonly name: string;
  /** Default `true`. */
  readonly verifiedEmail?: boolean;
  /** Default `true`. */
  readonly twoFactor?: boolean;
}

/** The holder of a token that a user made. */
export interface UserHolder {
  /** Login. */
  readonly user: string;
}

/** The holder of a token that was minted for a workflow. */
export interface PublisherHolder {
  /** The registered publisher. */
  readonly publisher: Publisher;
}

/** A token that may upload. */
export interface ApiToken {
  /** The token's text, `pypi-...`. */
  readonly token: string;
  /** The user who made it, or the publisher that it was minted for. */
  readonly holder: UserHolder | PublisherHolder;
  /** Projects a user's token is limited to, normalised; absent: all of the user's. */
  readonly projects?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly mintedAtMs: number;
  /** A minted token ends after 15 minutes; a user's token does not end. */
  readonly expiresAtMs?: number;
}

/** The accounts and tokens of the index. */
export class Credentials {
  /** Users by name. */
  readonly users = new Map<string, IndexUser>();
  /** Tokens by their text. */
  readonly tokens = new Map<string, ApiToken>();

  /** Adds a user, or replaces the one of that name. */
  addUser(user: IndexUser): void {
    this.users.set(user.name, user);
  }

  /** Issues a token; without `text` a new random one. */
  issue(
    token: Omit<ApiToken, 'token'>,
    text = `pypi-AgEI${randomBytes(48).toString('base64url')}`,
  ): ApiToken {
    const issued = { ...token, token: text };
    this.tokens.set(text, issued);
    return issued;
  }

  /** The token that a request presents. */
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

  /** Refuses users whom the index does not let upload at all. */
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

  /** Refuses tokens that expired or that are limited to other projects. */
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

/** How a token's holder is named in logs and beside files. */
export const holderOf = ({ holder }: ApiToken): string =>
  'user' in holder
    ? `user ${holder.user}`
    : `publisher ${holder.publisher.owner}/${holder.publisher.repository}/${holder.publisher.workflow}`;
