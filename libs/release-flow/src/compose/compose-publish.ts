import { identityToken, isGitHubActions } from '@heroku-release/actions-io';
import { ChangeManagementClient } from '@heroku-release/change-mgmt-client';
import { GitRepository } from '@heroku-release/git-repo';
import { PYPI_ENDPOINTS, PypiPublisher } from '@heroku-release/pypi-publisher';
import type { PypiEndpoints } from '@heroku-release/pypi-publisher';
import { TpsClient, tpsEndpointFromEnv, TpsTransport } from '@heroku-release/tps-client';
import { parseTagName, tagName } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';
import type { PublishContext } from '../publish/context.ts';
import { publishStage, stepsOfParts } from '../publish/publish-stage.ts';
import type { ComposedStage } from './composed-stage.ts';
import { bindStage } from './composed-stage.ts';
import { actorEmail, githubToken, indexToken, tpsToken } from './credentials.ts';
import type { FlowEnvironment } from './flow-environment.ts';
import { githubRepository, repositoryName } from './repository.ts';
import type { StageRequest } from './stage-request.ts';
import { WORKFLOWS } from './workflows.ts';

/** Publishing of the tag the job runs at, or of the version that is named. No checkout is needed in a job. */
export async function composePublish(
  request: Extract<StageRequest, { stage: 'publish' }>,
  world: FlowEnvironment,
): Promise<ComposedStage<PublishContext>> {
  const { env, commands, files, http, clock, random, redactor } = world;
  const tag = wantedTag(request, world);
  const token = githubToken(env, redactor);
  const secret = (read: typeof tpsToken) =>
    request.readsOnly === true ? 'unset@unset' : read(env, redactor);
  const tps = {
    http,
    clock,
    random,
    redactor,
    baseUrl: tpsEndpointFromEnv(env),
    token: secret(tpsToken),
  };
  const email = secret(actorEmail);
  const git =
    isGitHubActions(env) || request.repo === undefined
      ? undefined
      : await GitRepository.open(request.repo, { commands, files });
  const repository = await repositoryName(world, git);
  const tools = {
    github: githubRepository(world, repository, token),
    repository,
    tps: new TpsClient(tps),
    changes: new ChangeManagementClient({
      transport: new TpsTransport(tps),
      recordCommand: `heroku-release publish ${tag} --only record`,
    }),
    actorEmail: email,
    publisher: pypiPublisher(world),
    files,
    workFolder: request.workFolder,
    settingsOverrides: env['HEROKU_RELEASE_SETTINGS'],
    packageWorkflow: WORKFLOWS.package,
  };
  const only = request.only === undefined ? undefined : stepsOfParts(request.only);
  return bindStage(publishStage(tools), { tagName: tag }, world, only);
}

function wantedTag(request: Extract<StageRequest, { stage: 'publish' }>, { env }: FlowEnvironment): string {
  const given = request.tag ?? tagOfRef(env['GITHUB_REF']);
  if (given === undefined) {
    throw new FlowError('USAGE', 'publish needs the version or tag to publish', {
      hint: 'Example: heroku-release publish 1.2.3. In GitHub Actions it is the tag the job runs at.',
    });
  }
  // A bare version, typed by a person, means its tag under the default template. A tag that exists is taken as it is.
  const typed = request.tag !== undefined && request.readsOnly !== true;
  return typed && /^\d/.test(given) && parseTagName(`v${given}`) !== undefined ? tagName(given) : given;
}

function tagOfRef(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/tags/') === true ? ref.slice('refs/tags/'.length) : undefined;
}

function pypiPublisher(world: FlowEnvironment): PypiPublisher {
  const { env, http, clock, random, redactor, files, actions } = world;
  const token = indexToken(env, redactor);
  return new PypiPublisher({
    http,
    clock,
    random,
    redactor,
    endpoints: pypiEndpoints(env),
    ...(token === undefined ? {} : { token }),
    identityToken: (audience) =>
      identityToken({
        http,
        env,
        audience,
        redactor,
        files,
        clock,
        ...(actions === undefined
          ? {}
          : {
              mask: (secret: string) => {
                actions.mask(secret);
              },
            }),
      }),
    ...(actions === undefined
      ? {}
      : {
          onSecret: (secret: string) => {
            actions.mask(secret);
          },
        }),
  });
}

/** The index of the environment, else PyPI. One variable alone would send files to one index and look at another. */
function pypiEndpoints(env: FlowEnvironment['env']): PypiEndpoints {
  const uploadUrl = address(env, 'PYPI_UPLOAD_URL');
  const indexUrl = address(env, 'PYPI_INDEX_URL');
  const oidcUrl = address(env, 'PYPI_OIDC_URL');
  if (uploadUrl === undefined && indexUrl === undefined && oidcUrl === undefined) return PYPI_ENDPOINTS;
  if (uploadUrl === undefined || indexUrl === undefined) {
    throw new FlowError('ENVIRONMENT_INVALID', 'only part of another index is configured', {
      hint: 'Set PYPI_UPLOAD_URL, PYPI_INDEX_URL and PYPI_OIDC_URL together, or none of them.',
    });
  }
  return { uploadUrl, indexUrl, oidcUrl: oidcUrl ?? new URL(uploadUrl).origin };
}

/** An empty variable counts as unset: that is what a workflow makes of a value that is not there. */
function address(env: FlowEnvironment['env'], name: string): string | undefined {
  const value = env[name]?.trim() ?? '';
  if (value === '') return undefined;
  if (/^https?:\/\/[^/?#]/.test(value) && URL.canParse(value)) return value;
  throw new FlowError('ENVIRONMENT_INVALID', `${name} is no http address`, {
    hint: `Set ${name} to the address of the index, or unset it.`,
  });
}
