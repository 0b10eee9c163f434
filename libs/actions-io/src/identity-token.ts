import type { Clock, FileStore, HttpClient, HttpResponse, Redactor } from '@heroku-release/release-kit';
import { isTransportError } from '@heroku-release/release-kit';
import { z } from 'zod';
import { type Env, isGitHubActions } from './actions-context.ts';
import { ActionsError } from './errors.ts';
import { readEvent } from './read-event.ts';

/** What it takes to ask for an identity token. */
export interface IdentityTokenOptions {
  readonly http: HttpClient;
  /** The environment, as the app read it once. */
  readonly env: Env;
  /** Whom the token is for; an index names its own. */
  readonly audience: string;
  /** Learns the token and the one that asks for it. */
  readonly redactor: Redactor;
  /** To see in the payload whether the run is a fork's. Without it the error cannot tell. */
  readonly files?: FileStore;
  /** With it, passing trouble is asked again: three times, after 1, 2 and 4 s. */
  readonly clock?: Clock;
  /** Tells the runner to hide the token, `ActionsIo.mask` as a rule. */
  readonly mask?: (secret: string) => void;
}

const answer = z.object({ value: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]*$/) });
const TRIES = 4;

/**
 * A fresh identity token of the job (a JWT), for one exchange: it lives for minutes and an index takes it once.
 * https://docs.github.com/actions/concepts/security/openid-connect
 *
 * Errors: `ACTIONS_IDENTITY_FORBIDDEN`, `ACTIONS_IDENTITY_FORK`, `ACTIONS_IDENTITY_REFUSED`, `ACTIONS_IDENTITY_INVALID`; those
 * of the network when it cannot be reached.
 */
export async function identityToken(options: IdentityTokenOptions): Promise<string> {
  const { env, redactor } = options;
  const requestUrl = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  const url = URL.parse(requestUrl);
  if (url === null || requestToken === '') throw await forbidden(options);
  redactor.add(requestToken);
  // The address already has a query.
  url.searchParams.set('audience', options.audience);
  const response = await ask(options, url.href, requestToken);
  if (response.status !== 200) throw refused(response.status);
  const token = parseAnswer(await response.text());
  redactor.add(token);
  options.mask?.(token);
  return token;
}

async function ask(options: IdentityTokenOptions, url: string, requestToken: string): Promise<HttpResponse> {
  for (let tries = 1; ; tries += 1) {
    const last = options.clock === undefined || tries === TRIES;
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
    } catch (error) {
      if (last || !isTransportError(error) || error.code === 'HTTP_INSECURE') throw error;
    }
    await options.clock.sleep(1000 * 2 ** (tries - 1));
  }
}

function parseAnswer(text: string): string {
  try {
    return answer.parse(JSON.parse(text)).value;
  } catch {
    // No cause: it would quote what may be a token.
    throw new ActionsError('ACTIONS_IDENTITY_INVALID', 'the identity service answered without a token', {
      hint: 'Run the job again.',
    });
  }
}

function refused(status: number): ActionsError {
  return new ActionsError('ACTIONS_IDENTITY_REFUSED', `the identity service answered ${status}`, {
    hint: 'The permission ends with the job: run the job again. If it stays, look at the status page of GitHub.',
  });
}

async function forbidden(options: IdentityTokenOptions): Promise<ActionsError> {
  if (!isGitHubActions(options.env)) {
    return new ActionsError(
      'ACTIONS_IDENTITY_FORBIDDEN',
      'there is no identity token outside of GitHub Actions',
      {
        hint: 'Publish from the workflow, or use an API token of the index.',
      },
    );
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
  return new ActionsError('ACTIONS_IDENTITY_FORBIDDEN', 'this job may not ask for an identity token', {
    hint: 'Give the job permissions: id-token: write (and a calling workflow must grant it too).',
  });
}

async function isForkRun({ env, files }: IdentityTokenOptions): Promise<boolean> {
  if (files === undefined || env['GITHUB_EVENT_NAME'] !== 'pull_request') return false;
  const event = await readEvent(env, files).catch(() => undefined);
  return event?.name === 'pull_request' && event.fromFork;
}
