import { randomBytes } from 'node:crypto';
import { actionsBot } from '../model/accounts.ts';
import type { Actor, Permissions, Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** A token to issue. */
export interface TokenRequest {
  /** `owner/name` of the one repository it is for. */
  readonly repository: string;
  /** Login of the person; for a job, of whoever started the run. */
  readonly actor: string;
  /** `job`: a GITHUB_TOKEN, which acts as `github-actions[bot]`. */
  readonly kind: 'user' | 'job';
  /** As in a workflow's `permissions:`, such as `{contents: 'write'}`. A key left out means none. */
  readonly permissions: Permissions;
  /** How the log names the token. Default: kind and actor. */
  readonly label?: string;
  /** The run of the job. */
  readonly runId?: number;
}

/** Makes a token. A job's token acts as `github-actions[bot]`. */
export function makeToken(state: GitHubState, request: TokenRequest): Token {
  const prefix = request.kind === 'job' ? 'ghs_' : 'ghp_';
  const token: Token = {
    value: `${prefix}${randomBytes(18).toString('hex')}`,
    repository: request.repository,
    kind: request.kind,
    account: request.kind === 'job' ? actionsBot : state.accounts.get(request.actor),
    permissions: Object.fromEntries(
      Object.entries(request.permissions).map(([key, level]) => [key.replaceAll('_', '-'), level]),
    ),
    label: request.label ?? `${request.kind}:${request.actor}`,
    ...(request.runId === undefined ? {} : { runId: request.runId }),
    revoked: false,
    used: new Map(),
  };
  state.tokens.set(token.value, token);
  return token;
}

/** The valid token of this value. */
export function findToken(state: GitHubState, value: string): Token | undefined {
  const token = state.tokens.get(value);
  return token === undefined || token.revoked ? undefined : token;
}

/** The token in an Authorization header: `Bearer x`, `token x`, or Basic with the token as password. */
export function tokenIn(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [scheme = '', value = ''] = header.split(/\s+/);
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const [user = '', ...password] = Buffer.from(value, 'base64').toString().split(':');
  return password.join(':') === '' ? user : password.join(':');
}

/** Whether the token holds a permission. `write` includes `read`. */
export function may(token: Token, repository: Repository, key: string, level: 'read' | 'write'): boolean {
  if (!isFor(token, repository)) return level === 'read' && !repository.settings.private;
  const held = token.permissions[key];
  return held === 'write' || (level === 'read' && held === 'read');
}

/** Whether the token knows the repository exists. */
export function sees(token: Token | undefined, repository: Repository): boolean {
  return !repository.settings.private || (token !== undefined && isFor(token, repository));
}

function isFor(token: Token, repository: Repository): boolean {
  return token.repository.toLowerCase() === repository.fullName.toLowerCase();
}

/** Who acts with a token. */
export function actorOf(token: Token): Actor {
  return { account: token.account, cause: token.kind === 'job' ? 'job-token' : 'user' };
}
