import type { Octokit } from '@octokit/rest';
import type { z } from 'zod';
import type { ApiResponse } from './response.ts';

/** Sends one request through Octokit. */
export type Send = (octokit: Octokit, at: RepositoryName) => Promise<ApiResponse>;

/** The parameters that every REST route of a repository takes. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** One REST call through Octokit. */
export interface Call<T> {
  /** See `Operation`. */
  readonly action: string;
  /** The statuses that mean success. */
  readonly expect: readonly number[];
  /** The shape of a success response. */
  readonly schema: z.ZodType<T>;
  /** See `Operation`. */
  readonly createsRef?: boolean | undefined;
  readonly send: Send;
}

/** One GraphQL query about the repository. */
export interface Query<T> {
  /** See `Operation`. */
  readonly action: string;
  /** Declares `$owner` and `$name`, which are always set, and selects `repository(owner: $owner, name: $name)`. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The shape of `repository` in the data. */
  readonly schema: z.ZodType<T>;
}
