import type { Context } from 'hono';
import type { Service } from '../../service/service.ts';
import type { Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { syncRefs } from '../domain/sync-refs.ts';
import { actorOf, findToken, hasPermission, canSee, tokenFromHeader } from '../domain/tokens.ts';
import { runHttpBackend } from './http-backend.ts';
import { parsePush, refusedPush } from './pkt-line.ts';
import { checkPush } from './push-rules.ts';

/** Serves git over HTTP at `/<owner>/<repo>.git`, for the real git client. Like GitHub, it also accepts URLs without `.git`. */
export function declareGit(service: Service, state: GitHubState): void {
  for (const root of ['/:owner/:repo{.+\\.git}', '/:owner/:repo']) declareGitAt(root, service, state);
}

function declareGitAt(root: string, service: Service, state: GitHubState): void {
  service.on('GET', `${root}/info/refs`, 'github.git.refs', (context) => {
    const pushes = context.req.query('service') === 'git-receive-pack';
    return withRepository(state, context, pushes, (repository, token) =>
      runBackend(context, repository, token, '/info/refs', new Uint8Array()),
    );
  });
  service.on('POST', `${root}/git-upload-pack`, 'github.git.fetch', (context) =>
    withRepository(state, context, false, async (repository, token) =>
      runBackend(context, repository, token, '/git-upload-pack', await readBytes(context)),
    ),
  );
  service.on('POST', `${root}/git-receive-pack`, 'github.git.push', (context) =>
    withRepository(state, context, true, async (repository, token) => {
      if (token === undefined) return unauthorized();
      return receive(state, context, repository, token);
    }),
  );
}

async function receive(
  state: GitHubState,
  context: Context,
  repository: Repository,
  token: Token,
): Promise<Response> {
  const body = await readBytes(context);
  const push = parsePush(body);
  const refusal = push.commands.length === 0 ? undefined : checkPush(repository, token, push);
  if (refusal !== undefined)
    return new Response(new Uint8Array(refusedPush(push, refusal.text, refusal.reasons)), {
      headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
    });
  const response = await runBackend(context, repository, token, '/git-receive-pack', body);
  syncRefs(state, repository, actorOf(token));
  return response;
}

function runBackend(
  context: Context,
  repository: Repository,
  token: Token | undefined,
  path: string,
  body: Uint8Array,
): Promise<Response> {
  return runHttpBackend({
    gitDirectory: repository.git.directory,
    method: context.req.method,
    path,
    query: new URL(context.req.url).search.slice(1),
    headers: context.req.raw.headers,
    body,
    user:
      token !== undefined && hasPermission(token, repository, 'contents', 'write') ? token.label : undefined,
  });
}

/** Authorizes a request. Reading needs any valid token, or none in a public repository; pushing needs `contents: write`. */
async function withRepository(
  state: GitHubState,
  context: Context,
  pushes: boolean,
  next: (repository: Repository, token: Token | undefined) => Promise<Response>,
): Promise<Response> {
  const value = tokenFromHeader(context.req.header('authorization'));
  const token = value === undefined ? undefined : findToken(state, value);
  if (token !== undefined) context.set('by', token.label);
  if (value !== undefined && token === undefined) return unauthorized();
  const name = (context.req.param('repo') ?? '').replace(/\.git$/, '');
  const repository = state.repository(`${context.req.param('owner') ?? ''}/${name}`);
  if (repository === undefined || !canSee(token, repository))
    return token === undefined ? unauthorized() : new Response('Repository not found.', { status: 404 });
  if (!pushes) return next(repository, token);
  if (token === undefined) return unauthorized();
  if (!hasPermission(token, repository, 'contents', 'write'))
    return new Response(`Permission to ${repository.fullName}.git denied to ${token.account.login}.`, {
      status: 403,
      headers: { 'content-type': 'text/plain' },
    });
  return next(repository, token);
}

function unauthorized(): Response {
  return new Response(
    'Invalid username or token. Password authentication is not supported for Git operations.',
    {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="GitHub"', 'content-type': 'text/plain' },
    },
  );
}

async function readBytes(context: Context): Promise<Uint8Array> {
  return new Uint8Array(await context.req.arrayBuffer());
}
