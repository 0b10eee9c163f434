import { randomBytes } from 'node:crypto';
import { actionsBot } from '../model/accounts.ts';
import type { Actor, Permissions, Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';

/** A token to issue. */
export interface TokenRequest {
  /** `owner/name` of the repository that the token is for. */
  readonly repository: string;
  /** Login of the person; for a job, of the account that started the run. */
  readonly actor: string;
  /** `job`: a GITHUB_TOKEN, which acts as `github-actions[bot]`. */
  readonly kind: 'user' | 'job';
  /** As in a workflow's `permissions:`, such as `{contents: 'write'}`. A missing key means none. */
  readonly permissions: Permissions;
  /** Label of the token in the log. Default: kind and actor. */
  readonly label?: string | undefined;
  /** Id of the job's run. */
  readonly runId?: number | undefined;
}

/** Creates a token. The token of a job acts as `github-actions[bot]`. */
export function createToken(state: GitHubState, request: TokenRequest): Token {
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
    runId: request.runId,
    revoked: false,
    used: new Map(),
  };
  state.tokens.set(token.value, token);
  return token;
}

/** The token with this value, unless it was revoked. */
export function findToken(state: GitHubState, value: string): Token | undefined {
  const token = state.tokens.get(value);
  return token === undefined || token.revoked ? undefined : token;
}

/** The token in an Authorization header: `Bearer x`, `token x`, or Basic authentication with the token as the password. */
export function tokenFromHeader(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [scheme = '', value = ''] = header.split(/\s+/);
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const [user = '', ...password] = Buffer.from(value, 'base64').toString().split(':');
  return password.join(':') === '' ? user : password.join(':');
}

/** Whether the token holds a permission. `write` includes `read`. */
export function hasPermission(
  token: Token,
  repository: Repository,
  key: string,
  level: 'read' | 'write',
): boolean {
  if (!belongsTo(token, repository)) return level === 'read' && !repository.settings.private;
  const held = token.permissions[key];
  return held === 'write' || (level === 'read' && held === 'read');
}

/** Whether the token may know that the repository exists. */
export function canSee(token: Token | undefined, repository: Repository): boolean {
  return !repository.settings.private || (token !== undefined && belongsTo(token, repository));
}

function belongsTo(token: Token, repository: Repository): boolean {
  return token.repository.toLowerCase() === repository.fullName.toLowerCase();
}

/** The actor behind a token. */
export function actorOf(token: Token): Actor {
  return { account: token.account, cause: token.kind === 'job' ? 'job-token' : 'user' };
}
