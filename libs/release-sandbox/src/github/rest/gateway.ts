import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Service } from '../../service/service.ts';
import type { Actor, Token } from '../model/token.ts';
import { Refusal, notFound, unprocessable } from '../model/refusal.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { actorOf, findToken, hasPermission, canSee, tokenFromHeader } from '../domain/tokens.ts';
import { countRequest } from './rate-limit.ts';
import { parseBody } from './request-body.ts';
import type { Body, Shape } from './request-body.ts';

/** A request that passed the common checks. */
export interface Call {
  readonly context: Context;
  readonly repository: Repository;
  readonly token: Token;
  readonly by: Actor;
  readonly query: URLSearchParams;
  /** A decoded path parameter. */
  readonly param: (name: string) => string;
  /** A path parameter that must be a number; otherwise throws a 404. */
  readonly number: (name: string) => number;
  readonly body: (shape: Shape) => Promise<Body>;
  /** URL of the request, without its query. */
  readonly url: string;
}

/** Result of an operation: a status with a JSON value, or a complete response. */
export type Reply =
  | { readonly status: number; readonly json?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | Response;

/** A REST operation of a repository. */
export interface Operation {
  /** `github.<area>.<verb>`, as in faults and the log. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below `/repos/{owner}/{repo}`, in Hono's syntax. */
  readonly path: string;
  /** The required permission. */
  readonly needs: readonly [key: string, level: 'read' | 'write'];
  /** Value of `x-accepted-github-permissions`. Default: `needs`. */
  readonly accepted?: string;
  /** Whether even public data needs a token. Default: only for writes. */
  readonly signedIn?: boolean;
  /** Permitted query parameters, including `per_page` and `page`. */
  readonly query?: readonly string[];
  /** `uploads`: the operation is on the host for uploads. */
  readonly host?: 'uploads';
  handle(call: Call): Reply | Promise<Reply>;
}

const apiVersions = ['2022-11-28', '2026-03-10'];

/** Adds operations to the service, behind GitHub's common checks. */
export function declareOperations(
  service: Service,
  state: GitHubState,
  operations: readonly Operation[],
): void {
  for (const operation of operations) {
    const root = operation.host === 'uploads' ? '/api/uploads' : '/api/v3';
    service.on(operation.method, `${root}/repos/:owner/:repo${operation.path}`, operation.name, (context) =>
      answer(state, operation, context),
    );
  }
}

async function answer(state: GitHubState, operation: Operation, context: Context): Promise<Response> {
  const accepted = operation.accepted ?? operation.needs.join('=').replaceAll('-', '_');
  const headers = new Headers({
    'x-github-media-type': 'github.v3; format=json',
    'x-accepted-github-permissions': accepted,
  });
  try {
    const anonymous = operation.method === 'GET' && operation.signedIn !== true;
    const token = authenticate(state, context, headers, { anonymous });
    const repository = findRepository(state, context, token);
    const [key, level] = operation.needs;
    if (!hasPermission(token, repository, key, level)) throw forbidden(token);
    const query = readQuery(context, operation.query ?? []);
    const reply = await operation.handle(makeCall(context, { repository, token, query }));
    if (reply instanceof Response) {
      for (const [name, value] of headers) reply.headers.set(name, value);
      return reply;
    }
    for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
    if (reply.json === undefined) return new Response(null, { status: reply.status, headers });
    return jsonResponse(context, reply.status, reply.json, headers, token);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const [name, value] of Object.entries(error.headers)) headers.set(name, value);
    return jsonResponse(context, error.status, error.body, headers);
  }
}

/**
 * Checks token, headers and rate limit. Sets the caller in the log. With `anonymous`, a request without a token passes; a wrong token
 * never does.
 */
export function authenticate(
  state: GitHubState,
  context: Context,
  headers: Headers,
  {
    anonymous = false,
    resource = 'core',
  }: { readonly anonymous?: boolean; readonly resource?: 'core' | 'graphql' } = {},
): Token {
  const header = (name: string) => context.req.header(name);
  const value = tokenFromHeader(header('authorization'));
  const none = anonymous && header('authorization') === undefined ? state.anonymous : undefined;
  const token = value === undefined ? none : findToken(state, value);
  if (token !== undefined) context.set('by', token.label);
  if ((header('user-agent') ?? '').trim() === '')
    throw new Refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  const version = header('x-github-api-version');
  if (version !== undefined && !apiVersions.includes(version))
    throw new Refusal(400, `The API version '${version}' is not supported.`);
  headers.set('x-github-api-version-selected', version ?? '2022-11-28');
  if (header('authorization') === undefined && !anonymous) throw new Refusal(401, 'Requires authentication');
  if (token === undefined) throw new Refusal(401, 'Bad credentials');
  countRequest(state, token, resource, headers);
  return token;
}

/** 403 with GitHub's message for this kind of token. */
function forbidden(token: Token): Refusal {
  return new Refusal(
    403,
    token.kind === 'job'
      ? 'Resource not accessible by integration'
      : 'Resource not accessible by personal access token',
  );
}

function findRepository(state: GitHubState, context: Context, token: Token): Repository {
  const repository = state.repository(`${context.req.param('owner')}/${context.req.param('repo')}`);
  if (repository === undefined || !canSee(token, repository)) throw notFound();
  return repository;
}

/** Refuses unknown query parameters. GitHub ignores them, but they are mistakes of the client. */
function readQuery(context: Context, known: readonly string[]): URLSearchParams {
  const query = new URL(context.req.url).searchParams;
  for (const name of query.keys())
    if (!known.includes(name)) throw unprocessable(`Invalid request.\n\n"${name}" is not a permitted key.`);
  return query;
}

function makeCall(context: Context, known: Pick<Call, 'repository' | 'token' | 'query'>): Call {
  const param = (name: string) => context.req.param(name) ?? '';
  const { origin, pathname } = new URL(context.req.url);
  return {
    ...known,
    context,
    by: actorOf(known.token),
    url: `${origin}${pathname}`,
    param,
    number: (name) => {
      const text = param(name);
      if (!/^\d+$/.test(text)) throw notFound();
      return Number(text);
    },
    body: async (shape) => parseBody(await context.req.text(), shape),
  };
}

/** A JSON response with an entity tag that depends on the token; 304 if the caller sent that tag. */
function jsonResponse(
  context: Context,
  status: number,
  json: unknown,
  headers: Headers,
  token?: Token,
): Response {
  const text = JSON.stringify(json);
  headers.set('content-type', 'application/json; charset=utf-8');
  if (status === 200 && context.req.method === 'GET') {
    const hash = createHash('sha256')
      .update(text)
      .update(token?.value ?? '');
    const etag = `W/"${hash.digest('hex')}"`;
    headers.set('etag', etag);
    if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  }
  return new Response(text, { status, headers });
}
