import type { HttpClient, HttpRequest, HttpResponse } from '@heroku-release/release-kit';

/** A response, and where it came from in the end. */
export interface FollowedResponse {
  readonly response: HttpResponse;
  readonly finalUrl: string;
}

const REDIRECTS = 5;
const STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Sends a GET and follows up to five redirects, never from https to http. For requests without credentials only: the same headers go to
 * every origin. Returns the reason when a redirect is not followed.
 */
export async function followRedirects(
  http: HttpClient,
  request: Pick<HttpRequest, 'url' | 'headers' | 'timeoutMs' | 'maxBytes' | 'signal'>,
): Promise<FollowedResponse | string> {
  let at = request.url;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const response = await http.send({ ...request, service: 'pypi', method: 'GET', url: at });
    const { location } = response.headers;
    if (!STATUSES.includes(response.status) || location === undefined) return { response, finalUrl: at };
    await response.discard();
    const next = URL.parse(location, at);
    if (next === null) return 'it redirects to an invalid address';
    if (at.startsWith('https:') && next.protocol !== 'https:')
      return `it redirects from https to ${next.origin}`;
    at = next.href;
  }
  return `more than ${REDIRECTS} redirects`;
}
