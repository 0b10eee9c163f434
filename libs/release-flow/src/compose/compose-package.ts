import { isGitHubActions, readEvent } from '@heroku-release/actions-io';
import type { ActionsEvent } from '@heroku-release/actions-io';
import { GitRepository } from '@heroku-release/git-repo';
import { PythonProject } from '@heroku-release/python-project';
import { FlowError } from '../errors.ts';
import type { PackageContext, PackageEvent, PackagePart } from '../package/context.ts';
import { packageStage } from '../package/package-stage.ts';
import { parseSettings } from '../settings/parse-settings.ts';
import type { ComposedStage } from './composed-stage.ts';
import { bindStage } from './composed-stage.ts';
import { githubToken } from './credentials.ts';
import type { FlowEnvironment } from './flow-environment.ts';
import { githubRepository, repositoryName } from './repository.ts';
import type { StageRequest } from './stage-request.ts';

const ALL: readonly PackagePart[] = ['build', 'test', 'lint'];

/** Build, tests and lint of a checkout; in a job of GitHub Actions also the decision whether it is a release. */
export async function composePackage(
  request: Extract<StageRequest, { stage: 'package' }>,
  world: FlowEnvironment,
): Promise<ComposedStage<PackageContext>> {
  const { commands, files, env } = world;
  const git = await GitRepository.open(request.repo, { commands, files });
  const project = await PythonProject.open(git.root, { commands, files });
  const settings = parseSettings({
    pyproject: await git.readFile('HEAD', 'pyproject.toml'),
    ownFile: await git.readFile('HEAD', 'heroku-release.toml'),
    overrides: env['HEROKU_RELEASE_SETTINGS'],
  });
  const inActions = isGitHubActions(env);
  const event: PackageEvent = inActions ? packageEvent(await readEvent(env, files)) : { kind: 'local' };
  const repository = inActions
    ? await repositoryName(world, git)
    : await repositoryName(world, git).catch(() => '');
  const token = event.kind === 'push' ? githubToken(env, world.redactor) : undefined;
  const sha = await git.resolve('HEAD');
  if (sha === undefined)
    throw new FlowError('PROJECT_MISSING', 'the repository has no commit', { hint: 'Commit first.' });
  const tools = {
    git,
    project,
    files,
    repository,
    ...(token === undefined ? {} : { token, github: githubRepository(world, repository, token) }),
    outFolder: request.out,
    toolFolder: request.toolFolder,
    path: env['PATH'] ?? '',
    home: env['HOME'] ?? '',
    commands,
  };
  const parts = new Set(request.parts ?? ALL);
  return bindStage(packageStage(tools), { event, settings, parts, sha }, world);
}

function packageEvent(event: ActionsEvent): PackageEvent {
  if (event.name === 'push' && event.refType === 'branch') {
    return { kind: 'push', branch: event.refName, before: event.before, after: event.after };
  }
  if (event.name === 'pull_request') {
    return {
      kind: 'pull-request',
      number: event.number,
      headRef: event.head.ref,
      headSha: event.head.sha,
      headRepository: event.head.repository,
      baseRef: event.base.ref,
    };
  }
  const name = event.name === 'other' ? event.eventName : event.name;
  throw new FlowError('EVENT_UNSUITABLE', `package cannot be started by ${name}`, {
    hint: 'Start it by push and pull_request, as the workflow that heroku-release init writes does.',
  });
}
