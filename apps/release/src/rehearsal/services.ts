import { type RunningSandbox, startSandbox } from '@heroku-release/release-sandbox';
import type { SourceRepository } from './source-repository.ts';

/** The embedded services, and the credentials they accept. */
export interface Services {
  readonly sandbox: RunningSandbox;
  /** Token of the person who drafts and merges. */
  readonly personToken: string;
  readonly secrets: { readonly TPS_API_TOKEN_PARAM: string; readonly TPS_API_RELEASE_ACTOR_EMAIL: string };
}

/** Login of the person who drafts and merges in a rehearsal. */
export const PERSON = 'rehearsing-person';

/** The environment of the publish job: it holds the secrets, and the trusted publisher of the index names it. */
export const ENVIRONMENT = 'change_management';

/** Starts GitHub, the package index, the identity issuer and TPS for one repository and one Python project. */
export async function startServices(
  source: SourceRepository,
  project: { readonly name: string; readonly component: string },
): Promise<Services> {
  const [owner = '', repository = ''] = source.fullName.split('/');
  const secrets = {
    TPS_API_TOKEN_PARAM: 'rehearsal-tps-token',
    TPS_API_RELEASE_ACTOR_EMAIL: 'rehearsing-person@example.invalid',
  };
  const ownerId = 4711;
  const sandbox = await startSandbox({
    github: {
      repositories: [
        {
          fullName: source.fullName,
          defaultBranch: source.defaultBranch,
          gitDirectory: source.gitDirectory,
          ownerId,
        },
      ],
    },
    tps: { components: [project.component], tokens: [{ token: secrets.TPS_API_TOKEN_PARAM }] },
    pypi: { projects: [{ name: project.name }] },
  });
  sandbox.pypi.addPublisher({
    project: project.name,
    owner,
    ownerId: String(ownerId),
    repository,
    workflow: 'publish.yml',
    environment: ENVIRONMENT,
  });
  const personToken = sandbox.github.issueToken({
    repository: source.fullName,
    actor: PERSON,
    kind: 'user',
    permissions: { contents: 'write', 'pull-requests': 'write', actions: 'write' },
    label: 'person',
  });
  return { sandbox, personToken, secrets };
}
