import { GitRepository } from '@heroku-release/git-repo';
import { parseDraftBump, parsePreviousVersion } from '../draft/bump-request.ts';
import type { DraftContext } from '../draft/context.ts';
import { draftStage } from '../draft/draft-stage.ts';
import { parseSettings } from '../settings/parse-settings.ts';
import { versionOrigin } from '../version-source/version-origin.ts';
import type { ComposedStage } from './composed-stage.ts';
import { bindStage } from './composed-stage.ts';
import { githubToken } from './credentials.ts';
import type { FlowEnvironment } from './flow-environment.ts';
import { githubRepository, repositoryName, repositoryUrl } from './repository.ts';
import type { StageRequest } from './stage-request.ts';

/** The draft of a checkout. Whatever is wrong with words, files and variables is said before anything is looked up elsewhere. */
export async function composeDraft(
  request: Extract<StageRequest, { stage: 'draft' }>,
  world: FlowEnvironment,
): Promise<ComposedStage<DraftContext>> {
  const bump = parseDraftBump(request.bump, request.preid);
  const previous = request.previous === undefined ? undefined : parsePreviousVersion(request.previous);
  const git = await GitRepository.open(request.repo, { commands: world.commands, files: world.files });
  const pyproject = await git.readFile('HEAD', 'pyproject.toml');
  versionOrigin(pyproject);
  const settings = parseSettings({
    pyproject,
    ownFile: await git.readFile('HEAD', 'heroku-release.toml'),
    overrides: world.env['HEROKU_RELEASE_SETTINGS'],
  });
  const repository = await repositoryName(world, git);
  const token = githubToken(world.env, world.redactor);
  const overHttp = (await git.remoteUrl('origin'))?.startsWith('http') === true;
  const tools = {
    git,
    github: githubRepository(world, repository, token),
    repository,
    repositoryUrl: repositoryUrl(world, repository),
    remote: 'origin',
    ...(overHttp ? { token } : {}),
  };
  const draft = {
    bump,
    ...(previous === undefined ? {} : { previous }),
    ...(request.base === undefined ? {} : { base: request.base }),
  };
  return bindStage(draftStage(tools), { request: draft, settings }, world);
}
