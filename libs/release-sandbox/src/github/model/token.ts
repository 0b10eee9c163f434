import type { Account } from './accounts.ts';

/** `none` is said by leaving a key out. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** A token the sandbox issued. */
export interface Token {
  readonly value: string;
  readonly repository: string;
  /** `job`: the GITHUB_TOKEN of a job. `user`: a person's or an app's own token. */
  readonly kind: 'user' | 'job';
  /** Who acts: the person, or `github-actions[bot]` for a job. */
  readonly account: Account;
  readonly permissions: Permissions;
  readonly label: string;
  readonly runId?: number;
  revoked: boolean;
  /** Requests of this token by resource and start of the hour. */
  readonly used: Map<string, number>;
}

/** Who does something, and whether GitHub treats it as the act of a job token. */
export interface Actor {
  /** Who acts. */
  readonly account: Account;
  /** `job-token`: with the GITHUB_TOKEN of a job. */
  readonly cause: 'user' | 'job-token';
}
