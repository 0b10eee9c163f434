import type { ProgramHost } from './host.ts';

/** Variables whose values are redacted from all output and are not passed to child processes. */
export const SECRETS = [
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'INPUT_TOKEN',
  'TPS_API_TOKEN',
  'TPS_API_TOKEN_PARAM',
  'ACTOR_EMAIL',
  'TPS_API_RELEASE_ACTOR_EMAIL',
  'PYPI_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
] as const;

/** The environment for child processes. */
export function withoutSecrets(env: ProgramHost['env']): ProgramHost['env'] {
  const hidden = new Set<string>(SECRETS);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.has(name)));
}
