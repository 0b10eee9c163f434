import { identityToken, isGitHubActions } from '@heroku-release/actions-io';
import { ChangeManagementClient } from '@heroku-release/change-mgmt-client';
import { GitRepository } from '@heroku-release/git-repo';
import { PYPI_ENDPOINTS, PypiPublisher } from '@heroku-release/pypi-publisher';
import type { PypiEndpoints } from '@heroku-release/pypi-publisher';
import { repositoryName } from '@heroku-release/release-history';
import type { FactsOf } from '@heroku-release/release-kit';
import { TpsClient, tpsEndpointFromEnv, TpsTransport } from '@heroku-release/tps-client';
import { FlowError } from '../../errors.ts';
import { publishAgain } from '../../plan/next-command.ts';
import { bindStage } from '../../world/composed-stage.ts';
import type { ComposedStage } from '../../world/composed-stage.ts';
import { actorEmail, githubToken, indexToken, tpsToken } from '../../world/credentials.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';
import { githubRepository } from '../../world/github-repository.ts';
import { indexAddress } from '../../world/index-address.ts';
import { WORKFLOWS } from '../../world/workflows.ts';
import type { ChangeManagement } from './publish-input.ts';
import type { PublishPart } from './publish-parts.ts';
import { publishParts, publishStage } from './publish-stage.ts';
import { tagToPublish } from './tag-to-publish.ts';

/** A request for publish, with the arguments of the command line. */
export interface PublishStageRequest {
  readonly stage: 'publish';
  /** Version or tag; default: the tag the job runs at. */
  readonly tag?: string | undefined;
  /** Default: all. */
  readonly only?: readonly PublishPart[] | undefined;
  readonly repo?: string | undefined;
  /** An empty folder of this run. */
  readonly workFolder: string;
  /** The stage will only run in mode `plan`, so the credentials for TPS are not needed. */
  readonly readsOnly?: boolean | undefined;
}

/** Composes publish for the given version, otherwise for the tag that the job runs at. A job needs no checkout. */
export async function composePublish(
  request: PublishStageRequest,
  world: FlowEnvironment,
): Promise<ComposedStage<FactsOf<typeof publishStage>>> {
  const { env, commands, files, redactor } = world;
  const tag = tagToPublish(request, env);
  const token = githubToken(env, redactor);
  const makeClients = () => tpsClients(tag, world);
  // Missing credentials are reported before any request.
  const clients = request.readsOnly === true ? undefined : makeClients();
  const changeManagement = () => clients ?? makeClients();
  const git =
    isGitHubActions(env) || request.repo === undefined
      ? undefined
      : await GitRepository.open(request.repo, { commands, files });
  const repository = await repositoryName(world, git);
  const services = {
    github: githubRepository(world, repository, token),
    repository,
    changeManagement,
    publisher: pypiPublisher(world),
    files,
    workFolder: request.workFolder,
    env,
    packageWorkflow: WORKFLOWS.package,
  };
  const stage = request.only === undefined ? publishStage : publishParts(request.only);
  return bindStage(stage, { services, tagName: tag }, world);
}

/** Errors: `TOKEN_MISSING`, and those of the endpoint in the environment. */
function tpsClients(tag: string, { env, http, clock, random, redactor }: FlowEnvironment): ChangeManagement {
  const baseUrl = tpsEndpointFromEnv(env);
  const options = { http, clock, random, redactor, baseUrl, token: tpsToken(env, redactor) };
  return {
    locks: new TpsClient(options),
    records: new ChangeManagementClient({
      transport: new TpsTransport(options),
      recordCommand: publishAgain(tag),
    }),
    actorEmail: actorEmail(env, redactor),
  };
}

function pypiPublisher(world: FlowEnvironment): PypiPublisher {
  const { env, http, clock, random, redactor, files, actions } = world;
  const mask = (secret: string) => {
    actions?.mask(secret);
  };
  return new PypiPublisher({
    http,
    clock,
    random,
    redactor,
    endpoints: pypiEndpoints(env),
    token: indexToken(env, redactor),
    identityToken: async (audience) =>
      await identityToken({ http, env, audience, redactor, files, clock, mask }),
    onSecret: mask,
  });
}

/** The index of the environment, otherwise PyPI. One variable alone would upload to one index and check another. */
function pypiEndpoints(env: FlowEnvironment['env']): PypiEndpoints {
  const uploadUrl = indexAddress(env, 'PYPI_UPLOAD_URL');
  const indexUrl = indexAddress(env, 'PYPI_INDEX_URL');
  const oidcUrl = indexAddress(env, 'PYPI_OIDC_URL');
  if (uploadUrl === undefined && indexUrl === undefined && oidcUrl === undefined) return PYPI_ENDPOINTS;
  if (uploadUrl === undefined || indexUrl === undefined) {
    throw new FlowError('ENVIRONMENT_INVALID', 'only part of another index is configured', {
      hint: 'Set PYPI_UPLOAD_URL, PYPI_INDEX_URL and PYPI_OIDC_URL together, or none of them.',
    });
  }
  return { uploadUrl, indexUrl, oidcUrl: oidcUrl ?? new URL(uploadUrl).origin };
}
