import type { JobClaims } from '../src/identity/identity-sandbox.ts';

/** Claims of a publish job of `heroku/demo` on the tag v1.2.0. */
export const publishJob: JobClaims = {
  repository: 'heroku/demo',
  repository_owner: 'heroku',
  repository_owner_id: '23211',
  repository_id: '77',
  job_workflow_ref: 'heroku/demo/.github/workflows/publish.yml@refs/tags/v1.2.0',
  workflow_ref: 'heroku/demo/.github/workflows/publish.yml@refs/tags/v1.2.0',
  ref: 'refs/tags/v1.2.0',
  sha: 'a'.repeat(40),
  event_name: 'push',
  environment: 'pypi',
  sub: 'repo:heroku/demo:environment:pypi',
  run_id: '4711',
};

/** The publisher that these claims belong to. */
export const publisher = {
  project: 'demo',
  owner: 'heroku',
  ownerId: '23211',
  repository: 'demo',
  workflow: 'publish.yml',
  environment: 'pypi',
};
