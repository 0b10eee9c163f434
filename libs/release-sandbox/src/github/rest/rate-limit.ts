import type { Token } from '../model/token.ts';
import { Refusal } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';

/** Requests per hour: 1,000 for a job token, 5,000 for a person, 60 for an address without a token. */
const limits = { job: 1000, user: 5000, anonymous: 60 } as const;

const hour = 3_600_000;

/** Counts a request, sets the `x-ratelimit-*` headers and refuses requests over the limit. */
export function countRequest(
  state: GitHubState,
  token: Token,
  resource: 'core' | 'graphql',
  headers: Headers,
): void {
  const start = Math.floor(state.nowMs / hour) * hour;
  const limit = limits[token.kind];
  const used = Math.min((token.used.get(`${resource} ${start}`) ?? 0) + 1, limit + 1);
  token.used.set(`${resource} ${start}`, used);
  headers.set('x-ratelimit-limit', String(limit));
  headers.set('x-ratelimit-remaining', String(Math.max(0, limit - used)));
  headers.set('x-ratelimit-used', String(Math.min(used, limit)));
  headers.set('x-ratelimit-reset', String((start + hour) / 1000));
  headers.set('x-ratelimit-resource', resource);
  if (used > limit) throw new Refusal(403, `API rate limit exceeded for ${token.label}.`);
}
