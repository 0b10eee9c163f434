import { isGitHubActions, readEvent } from '@heroku-release/actions-io';
import type { GitHubRepository } from '@heroku-release/gh-ops';
import { GitRepository } from '@heroku-release/git-repo';
import type { CreateTagContext, PackageRun } from '../create-tag/context.ts';
import { createTagStage } from '../create-tag/create-tag-stage.ts';
import { FlowError } from '../errors.ts';
import type { ComposedStage } from './composed-stage.ts';
import { bindStage } from './composed-stage.ts';
import { githubToken } from './credentials.ts';
import type { FlowEnvironment } from './flow-environment.ts';
import { githubRepository, repositoryName } from './repository.ts';
import type { StageRequest } from './stage-request.ts';
import { ARTIFACT_NAME, WORKFLOWS } from './workflows.ts';

/** The tag for the run of Package Library that started this job, or that is named. No checkout is needed in a job. */
export async function composeCreateTag(
  request: Extract<StageRequest, { stage: 'create-tag' }>,
  world: FlowEnvironment,
): Promise<ComposedStage<CreateTagContext>> {
  const { env, commands, files } = world;
  const inActions = isGitHubActions(env);
  const token = githubToken(env, world.redactor);
  const git =
    inActions || request.repo === undefined
      ? undefined
      : await GitRepository.open(request.repo, { commands, files });
  const repository = await repositoryName(world, git);
  const github = githubRepository(world, repository, token);
  const run =
    request.runId === undefined ? await runOfEvent(world, inActions) : await runById(github, request.runId);
  const tools = {
    github,
    repository,
    settingsOverrides: env['HEROKU_RELEASE_SETTINGS'],
    artifactName: ARTIFACT_NAME,
    packageWorkflow: WORKFLOWS.package,
    publishWorkflow: WORKFLOWS.publish,
  };
  return bindStage(createTagStage(tools), { run }, world);
}

async function runOfEvent(world: FlowEnvironment, inActions: boolean): Promise<PackageRun> {
  if (!inActions) {
    throw new FlowError('USAGE', 'create-tag needs the run of Package Library it belongs to', {
      hint: 'Name it: heroku-release create-tag --run <id>. In GitHub Actions the event names it.',
    });
  }
  const event = await readEvent(world.env, world.files);
  if (event.name !== 'workflow_run') {
    throw new FlowError(
      'EVENT_UNSUITABLE',
      'create-tag is started by the end of Package Library (workflow_run)',
      {
        hint: 'Use the workflow that heroku-release init writes.',
      },
    );
  }
  const { run } = event;
  return { ...run, path: (run.path ?? '').replace(/@.*$/, '') };
}

async function runById(github: GitHubRepository, id: number): Promise<PackageRun> {
  const { headSha, headBranch, event, conclusion, path, headRepository } = await github.run(id);
  return { id, headSha, headBranch, event, conclusion, path, headRepository };
}
