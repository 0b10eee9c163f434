import type { Clock, FileStore, HttpClient, HttpResponse, Redactor } from '@heroku-release/release-kit';
import { isTransportError } from '@heroku-release/release-kit';
import { z } from 'zod';
import { type Env, isGitHubActions } from './actions-context.ts';
import { ActionsError } from './errors.ts';
import { readEvent } from './read-event.ts';

/** Options of {@link identityToken}. */
export interface IdentityTokenOptions {
  readonly http: HttpClient;
  /** Environment variables, which the app reads once. */
  readonly env: Env;
  /** The service that the token is for; every index has its own audience. */
  readonly audience: string;
  /** The token and the request token are registered in it. */
  readonly redactor: Redactor;
  /** Reads the payload to recognise the run of a fork. Without it, the error is the same as for a missing permission. */
  readonly files?: FileStore | undefined;
  /** With a clock, transient failures are retried three times, after 1, 2 and 4 s. */
  readonly clock?: Clock | undefined;
  /** Hides the token in the log of the job; usually `ActionsIo.mask`. */
  readonly mask?: ((secret: string) => void) | undefined;
}

const answer = z.object({ value: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]*$/) });
const ATTEMPTS = 4;

/**
 * Requests a new identity token (a JWT) of the job for one exchange: it is valid for minutes, and an index accepts it once.
 * https://docs.github.com/actions/concepts/security/openid-connect
 *
 * Errors: `ACTIONS_IDENTITY_FORBIDDEN`, `ACTIONS_IDENTITY_FORK`, `ACTIONS_IDENTITY_REFUSED`, `ACTIONS_IDENTITY_INVALID`;
 * the errors of the HTTP client when the service cannot be reached.
 */
export async function identityToken(options: IdentityTokenOptions): Promise<string> {
  const { env, redactor } = options;
  const requestUrl = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  const url = URL.parse(requestUrl);
  if (url === null || requestToken === '') throw await forbidden(options);
  redactor.add(requestToken);
  // The URL already has a query.
  url.searchParams.set('audience', options.audience);
  const response = await send(options, url.href, requestToken);
  if (response.status !== 200) {
    await response.discard();
    throw refused(response.status);
  }
  const token = parseAnswer(await response.text());
  redactor.add(token);
  options.mask?.(token);
  return token;
}

async function send(options: IdentityTokenOptions, url: string, requestToken: string): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const last = options.clock === undefined || attempt === ATTEMPTS;
    try {
      const response = await options.http.send({
        service: 'identity',
        method: 'GET',
        url,
        headers: { authorization: `Bearer ${requestToken}`, accept: 'application/json' },
        timeoutMs: 15_000,
        maxBytes: 64 * 1024,
      });
      if (last || !(response.status >= 500 || response.status === 429)) return response;
      await response.discard();
    } catch (error) {
      if (last || !isTransportError(error) || error.code === 'HTTP_INSECURE') throw error;
    }
    await options.clock.sleep(1000 * 2 ** (attempt - 1));
  }
}

function parseAnswer(text: string): string {
  try {
    return answer.parse(JSON.parse(text)).value;
  } catch {
    // Without the cause, which might quote a token.
    throw new ActionsError('ACTIONS_IDENTITY_INVALID', 'the identity service answered without a token', {
      hint: 'Run the job again.',
    });
  }
}

function refused(status: number): ActionsError {
  return new ActionsError('ACTIONS_IDENTITY_REFUSED', `the identity service answered ${status}`, {
    hint: 'The permission ends with the job: run the job again. If that fails, too, check the status page of GitHub.',
  });
}

async function forbidden(options: IdentityTokenOptions): Promise<ActionsError> {
  if (!isGitHubActions(options.env)) {
    return new ActionsError('ACTIONS_IDENTITY_FORBIDDEN', 'identity tokens exist only in GitHub Actions', {
      hint: 'Publish from the workflow, or use an API token of the index.',
    });
  }
  if (await isForkRun(options)) {
    return new ActionsError(
      'ACTIONS_IDENTITY_FORK',
      'a pull request from a fork never gets an identity token',
      {
        hint: 'Publish from a run of the repository itself, started by its tag.',
      },
    );
  }
  return new ActionsError('ACTIONS_IDENTITY_FORBIDDEN', 'this job may not request an identity token', {
    hint: 'Give the job permissions: id-token: write (a calling workflow must grant it, too).',
  });
}

async function isForkRun({ env, files }: IdentityTokenOptions): Promise<boolean> {
  if (files === undefined || env['GITHUB_EVENT_NAME'] !== 'pull_request') return false;
  const event = await readEvent(env, files).catch(() => undefined);
  return event?.name === 'pull_request' && event.fromFork;
}
