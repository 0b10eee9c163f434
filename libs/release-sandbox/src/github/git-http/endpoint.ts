import type { Context } from 'hono';
import type { Service } from '../../service/service.ts';
import type { Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { syncRefs } from '../domain/sync-refs.ts';
import { actorOf, findToken, may, sees, tokenIn } from '../domain/tokens.ts';
import { runHttpBackend } from './http-backend.ts';
import { readPush, refusedPush } from './pkt-line.ts';
import { judgePush } from './push-rules.ts';

/** Git over HTTP at `/<owner>/<repo>.git`, for the real git client. GitHub serves the address without `.git` as well. */
export function declareGit(service: Service, state: GitHubState): void {
  for (const root of ['/:owner/:repo{.+\\.git}', '/:owner/:repo']) declareGitAt(root, service, state);
}

function declareGitAt(root: string, service: Service, state: GitHubState): void {
  service.on('GET', `${root}/info/refs`, 'github.git.refs', (context) => {
    const pushes = context.req.query('service') === 'git-receive-pack';
    return guarded(state, context, pushes, (repository, token) =>
      backend(context, repository, token, '/info/refs', new Uint8Array()),
    );
  });
  service.on('POST', `${root}/git-upload-pack`, 'github.git.fetch', (context) =>
    guarded(state, context, false, async (repository, token) =>
      backend(context, repository, token, '/git-upload-pack', await bytesOf(context)),
    ),
  );
  service.on('POST', `${root}/git-receive-pack`, 'github.git.push', (context) =>
    guarded(state, context, true, async (repository, token) => {
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
  const body = await bytesOf(context);
  const push = readPush(body);
  const refusal = push.commands.length === 0 ? undefined : judgePush(repository, token, push);
  if (refusal !== undefined)
    return new Response(new Uint8Array(refusedPush(push, refusal.text, refusal.reasons)), {
      headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
    });
  const response = await backend(context, repository, token, '/git-receive-pack', body);
  syncRefs(state, repository, actorOf(token));
  return response;
}

function backend(
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
    ...(token !== undefined && may(token, repository, 'contents', 'write') ? { user: token.label } : {}),
  });
}

/** Reading takes any valid token, or none in public; pushing takes `contents: write`. */
async function guarded(
  state: GitHubState,
  context: Context,
  pushes: boolean,
  next: (repository: Repository, token: Token | undefined) => Promise<Response>,
): Promise<Response> {
  const value = tokenIn(context.req.header('authorization'));
  const token = value === undefined ? undefined : findToken(state, value);
  if (token !== undefined) context.set('by', token.label);
  if (value !== undefined && token === undefined) return unauthorized();
  const name = (context.req.param('repo') ?? '').replace(/\.git$/, '');
  const repository = state.repository(`${context.req.param('owner') ?? ''}/${name}`);
  if (repository === undefined || !sees(token, repository))
    return token === undefined ? unauthorized() : new Response('Repository not found.', { status: 404 });
  if (!pushes) return next(repository, token);
  if (token === undefined) return unauthorized();
  if (!may(token, repository, 'contents', 'write'))
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

async function bytesOf(context: Context): Promise<Uint8Array> {
  return new Uint8Array(await context.req.arrayBuffer());
}
