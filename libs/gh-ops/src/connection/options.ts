import type { Clock, HttpClient, Random, Redactor } from '@heroku-release/release-kit';
import type { GitHubEndpoints } from '../endpoints.ts';

/** Options of a `GitHubRepository`. */
export interface GitHubRepositoryOptions {
  /** Sends the requests, as service `github`; downloads from the storage count as `artifact-storage`. */
  readonly http: HttpClient;
  /** A user or an organisation. */
  readonly owner: string;
  readonly repo: string;
  /** Any kind of token that GitHub accepts; without one only public reads work. */
  readonly token?: string | undefined;
  readonly endpoints: Pick<GitHubEndpoints, 'apiUrl' | 'graphqlUrl'>;
  readonly clock: Clock;
  /** Adds jitter to the waits between attempts; without it they are exact. */
  readonly random?: Random | undefined;
  /** Receives the signed download links, so that logs do not show them. */
  readonly redactor?: Redactor | undefined;
  /** Ends a wait between two attempts. Requests in flight are finished. */
  readonly signal?: AbortSignal | undefined;
}
