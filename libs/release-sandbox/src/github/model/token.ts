import { ghost } from './accounts.ts';
import type { Account } from './accounts.ts';

/** Permissions of a token by scope. A missing key means none. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** A token that the sandbox issued. */
export interface Token {
  readonly value: string;
  readonly repository: string;
  /** `job`: the GITHUB_TOKEN of a job. `user`: the token of a person or an app. `anonymous`: a request without a token. */
  readonly kind: 'user' | 'job' | 'anonymous';
  /** The person, or `github-actions[bot]` for a job. */
  readonly account: Account;
  readonly permissions: Permissions;
  readonly label: string;
  readonly runId?: number | undefined;
  revoked: boolean;
  /** Request counts by resource and start of the hour. */
  readonly used: Map<string, number>;
}

/** The account behind an action, and whether it acts with a job token. */
export interface Actor {
  /** The account. */
  readonly account: Account;
  /** `job-token`: acts with the GITHUB_TOKEN of a job. */
  readonly cause: 'user' | 'job-token';
}

/** Stands for the token of requests without one: it belongs to no repository and has no permissions. */
export function anonymousToken(): Token {
  return {
    value: '',
    repository: '',
    kind: 'anonymous',
    account: ghost,
    permissions: {},
    label: 'anonymous',
    revoked: false,
    used: new Map(),
  };
}
