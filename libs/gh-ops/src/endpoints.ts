import { GitHubError } from './errors.ts';

/** The addresses of one GitHub instance. */
export interface GitHubEndpoints {
  /** REST, such as `https://HOST/api/v3`, without a trailing slash. */
  readonly apiUrl: string;
  /** GraphQL. Not always `apiUrl` + `/graphql`: on Enterprise Server the two have different prefixes. */
  readonly graphqlUrl: string;
  /** Web pages and git remotes. */
  readonly serverUrl: string;
}

/** The public service. There is no upload host: each release states its own upload address. */
export const DEFAULT_GITHUB_ENDPOINTS: GitHubEndpoints = {
  apiUrl: 'https://api.github.com',
  graphqlUrl: 'https://api.github.com/graphql',
  serverUrl: 'https://github.com',
};

/**
 * Reads the endpoints from `GITHUB_API_URL`, `GITHUB_GRAPHQL_URL` and `GITHUB_SERVER_URL`. Without any of them it returns the public
 * service. With the REST address alone it derives the other two, so that a token for one server is never sent to another.
 *
 * @throws GitHubError `GITHUB_BAD_ARGUMENT` when a value is not an http address, or when another server is configured without its
 *   REST address
 */
export function endpointsFromEnv(env: Readonly<Record<string, string | undefined>>): GitHubEndpoints {
  const api = address(env, 'GITHUB_API_URL');
  const graphql = address(env, 'GITHUB_GRAPHQL_URL');
  const server = address(env, 'GITHUB_SERVER_URL');
  if (api === undefined) {
    const another =
      (server !== undefined && server !== DEFAULT_GITHUB_ENDPOINTS.serverUrl) ||
      (graphql !== undefined && graphql !== DEFAULT_GITHUB_ENDPOINTS.graphqlUrl);
    if (!another) return DEFAULT_GITHUB_ENDPOINTS;
    throw new GitHubError('GITHUB_BAD_ARGUMENT', 'another GitHub is configured without its REST address', {
      hint: 'Set GITHUB_API_URL too, for Enterprise Server https://HOST/api/v3.',
    });
  }
  return {
    apiUrl: api,
    graphqlUrl: graphql ?? graphqlBeside(api),
    serverUrl: server ?? serverBeside(api),
  };
}

function address(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = env[name]?.trim().replace(/\/+$/, '');
  if (value === undefined || value === '') return undefined;
  if (/^https?:\/\/[^/?#]/.test(value) && URL.canParse(value)) return value;
  throw new GitHubError('GITHUB_BAD_ARGUMENT', `${name} is not an http address`, {
    hint: `Set ${name} to an address such as ${DEFAULT_GITHUB_ENDPOINTS.apiUrl}, or unset it.`,
  });
}

function graphqlBeside(api: string): string {
  return api.endsWith('/api/v3') ? api.replace(/v3$/, 'graphql') : `${api}/graphql`;
}

function serverBeside(api: string): string {
  const url = new URL(api);
  if (url.pathname === '/api/v3') return url.origin;
  return url.origin.replace('://api.', '://');
}
