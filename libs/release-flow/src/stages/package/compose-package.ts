import { isGitHubActions, readEvent } from '@heroku-release/actions-io';
import { GitRepository } from '@heroku-release/git-repo';
import { PythonProject } from '@heroku-release/python-project';
import { commitTree, readSettings, repositoryName } from '@heroku-release/release-history';
import type { FactsOf } from '@heroku-release/release-kit';
import { FlowError } from '../../errors.ts';
import { bindStage } from '../../world/composed-stage.ts';
import type { ComposedStage } from '../../world/composed-stage.ts';
import { githubToken } from '../../world/credentials.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';
import { githubRepository } from '../../world/github-repository.ts';
import { remoteAccess } from '../../world/remote-access.ts';
import { PACKAGE_PARTS } from './package-input.ts';
import type { PackageEvent, PackagePart } from './package-input.ts';
import { packageStage } from './package-stage.ts';

/** A request for package, with the arguments of the command line. */
export interface PackageStageRequest {
  readonly stage: 'package';
  readonly repo: string;
  /** Default: all. */
  readonly parts?: readonly PackagePart[] | undefined;
  /** Receives the built files. */
  readonly out: string;
  /** A private folder for tools that have to be installed. */
  readonly toolFolder: string;
}

/** Composes build, tests and lint of a checkout. In a job of GitHub Actions it also decides whether the commit is a release. */
export async function composePackage(
  request: PackageStageRequest,
  world: FlowEnvironment,
): Promise<ComposedStage<FactsOf<typeof packageStage>>> {
  const { commands, files, env } = world;
  const git = await GitRepository.open(request.repo, { commands, files });
  const project = await PythonProject.open(git.root, { commands, files, path: env['PATH'] });
  const settings = await readSettings(commitTree(git, 'HEAD'), env);
  const inActions = isGitHubActions(env);
  const repository = inActions
    ? await repositoryName(world, git)
    : await repositoryName(world, git).catch(() => '');
  const event: PackageEvent = inActions ? await packageEvent(world, repository) : { kind: 'local' };
  const sha = await git.resolve('HEAD');
  if (sha === undefined) {
    throw new FlowError('PROJECT_MISSING', 'the repository has no commit', { hint: 'Commit first.' });
  }
  const services = {
    git,
    project,
    commands,
    files,
    repository,
    outFolder: request.out,
    toolFolder: request.toolFolder,
    path: env['PATH'] ?? '',
    home: env['HOME'] ?? '',
  };
  const parts = new Set(request.parts ?? PACKAGE_PARTS);
  return bindStage(packageStage, { services, event, settings, parts, sha }, world);
}

async function packageEvent(world: FlowEnvironment, repository: string): Promise<PackageEvent> {
  const event = await readEvent(world.env, world.files);
  if (event.name === 'push' && event.refType === 'branch') {
    const token = githubToken(world.env, world.redactor);
    return {
      kind: 'push',
      branch: event.refName,
      before: event.before,
      after: event.after,
      github: githubRepository(world, repository, token),
      remote: remoteAccess(world, token),
    };
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
    hint: 'Use the workflow file package.yml of heroku-release; it starts on push and pull_request.',
  });
}
