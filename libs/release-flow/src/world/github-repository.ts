import { endpointsFromEnv, GitHubRepository } from '@heroku-release/gh-ops';
import type { FlowEnvironment } from './flow-environment.ts';

/** Creates the client for one repository on GitHub. `name` is `owner/name`. Without a token it can only read public data. */
export function githubRepository(
  world: FlowEnvironment,
  name: string,
  token: string | undefined,
): GitHubRepository {
  const [owner = '', repo = ''] = name.split('/');
  const { http, clock, random, redactor } = world;
  return new GitHubRepository({
    owner,
    repo,
    token,
    http,
    clock,
    random,
    redactor,
    endpoints: endpointsFromEnv(world.env),
  });
}
