import type { Env } from '@heroku-release/release-history';
import { FlowError } from '../errors.ts';

/**
 * An address of the index in the environment. An empty variable counts as unset, because a workflow renders missing values as empty text.
 *
 * Errors: `ENVIRONMENT_INVALID`.
 */
export function indexAddress(env: Env, name: string): string | undefined {
  const value = env[name]?.trim() ?? '';
  if (value === '') return undefined;
  if (/^https?:\/\/[^/?#]/.test(value) && URL.canParse(value)) return value;
  throw new FlowError('ENVIRONMENT_INVALID', `${name} is not an http address`, {
    hint: `Set ${name} to the address of the index, or unset it.`,
  });
}
