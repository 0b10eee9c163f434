import { endpointsFromEnv } from '@heroku-release/gh-ops';
import type { FlowEnvironment } from './flow-environment.ts';

/** The remote `origin` of a checkout. Git sends the token to that server alone, and over SSH or to a path none at all. */
export interface RemoteAccess {
  readonly remote: string;
  readonly token: string;
  /** The server that the token is for, such as `https://github.com`. */
  readonly server: string;
}

/** How to reach the remote `origin`. */
export function remoteAccess(world: Pick<FlowEnvironment, 'env'>, token: string): RemoteAccess {
  return { remote: 'origin', token, server: endpointsFromEnv(world.env).serverUrl };
}
