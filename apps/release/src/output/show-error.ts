import { openLocalWorld } from '@heroku-release/release-flow';
import type { CommandHost } from '../host/command-host.ts';
import { renderError } from './render-error.ts';

/** Renders an error that no command has handled, without the secrets of the environment. Returns its exit code. */
export function showError(error: unknown, host: CommandHost, json: boolean): number {
  return renderError(error, host, openLocalWorld(host), json);
}
