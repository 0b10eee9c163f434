import type { Env } from '@heroku-release/actions-io';
import type { Redactor } from '@heroku-release/release-kit';
import { FlowError } from '../errors.ts';

/** The first of several variables that is set. People paste either name of a secret. */
function first(env: Env, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '');
}

function required(env: Env, names: readonly string[], what: string, redactor: Redactor): string {
  const value = first(env, names);
  if (value === undefined) {
    throw new FlowError('TOKEN_MISSING', `${what} is missing`, { hint: `Set ${names.join(' or ')}.` });
  }
  redactor.add(value);
  return value;
}

/** The token for GitHub. Errors: `TOKEN_MISSING`. */
export function githubToken(env: Env, redactor: Redactor): string {
  return required(env, ['GITHUB_TOKEN', 'GH_TOKEN'], 'the token for GitHub', redactor);
}

/** The token for TPS. Errors: `TOKEN_MISSING`. */
export function tpsToken(env: Env, redactor: Redactor): string {
  return required(env, ['TPS_API_TOKEN', 'TPS_API_TOKEN_PARAM'], 'the token for TPS', redactor);
}

/** Who releases, for the change record. Errors: `TOKEN_MISSING`. */
export function actorEmail(env: Env, redactor: Redactor): string {
  return required(
    env,
    ['ACTOR_EMAIL', 'TPS_API_RELEASE_ACTOR_EMAIL'],
    "the releaser's e-mail address",
    redactor,
  );
}

/** A token of the index, for indexes without trusted publishing. */
export function indexToken(env: Env, redactor: Redactor): string | undefined {
  const token = first(env, ['PYPI_TOKEN']);
  redactor.add(token);
  return token;
}
