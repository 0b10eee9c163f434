import type { Env } from '@heroku-release/actions-io';
import type { Redactor } from '@heroku-release/release-kit';
import { FlowError } from '../errors.ts';

/** Returns the first variable that is set. People use either name of a secret. */
function first(env: Env, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '');
}

function required(env: Env, names: readonly string[], description: string, redactor: Redactor): string {
  const value = first(env, names);
  if (value === undefined) {
    throw new FlowError('TOKEN_MISSING', `${description} is missing`, { hint: `Set ${names.join(' or ')}.` });
  }
  redactor.add(value);
  return value;
}

const GITHUB_TOKENS = ['GITHUB_TOKEN', 'GH_TOKEN'];

/** The token for GitHub. Errors: `TOKEN_MISSING`. */
export function githubToken(env: Env, redactor: Redactor): string {
  return required(env, GITHUB_TOKENS, 'the token for GitHub', redactor);
}

/** The token for GitHub, for reads that a public repository answers without one. */
export function findGithubToken(env: Env, redactor: Redactor): string | undefined {
  const token = first(env, GITHUB_TOKENS);
  redactor.add(token);
  return token;
}

/** The token for TPS. Errors: `TOKEN_MISSING`. */
export function tpsToken(env: Env, redactor: Redactor): string {
  return required(env, ['TPS_API_TOKEN', 'TPS_API_TOKEN_PARAM'], 'the token for TPS', redactor);
}

/** The e-mail address of the releaser, for the change record. Errors: `TOKEN_MISSING`. */
export function actorEmail(env: Env, redactor: Redactor): string {
  return required(
    env,
    ['ACTOR_EMAIL', 'TPS_API_RELEASE_ACTOR_EMAIL'],
    "the releaser's e-mail address",
    redactor,
  );
}

/** The token for the index. Only indexes without trusted publishing need it. */
export function indexToken(env: Env, redactor: Redactor): string | undefined {
  const token = first(env, ['PYPI_TOKEN']);
  redactor.add(token);
  return token;
}
