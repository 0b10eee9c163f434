import { isGitHubActions, readEvent } from '@heroku-release/actions-io';
import type { GitHubRepository } from '@heroku-release/gh-ops';
import { GitRepository } from '@heroku-release/git-repo';
import { repositoryName } from '@heroku-release/release-history';
import type { FactsOf } from '@heroku-release/release-kit';
import { FlowError } from '../../errors.ts';
import { bindStage } from '../../world/composed-stage.ts';
import type { ComposedStage } from '../../world/composed-stage.ts';
import { githubToken } from '../../world/credentials.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';
import { githubRepository } from '../../world/github-repository.ts';
import { ARTIFACT_NAME, WORKFLOWS } from '../../world/workflows.ts';
import type { PackageRun } from './create-tag-input.ts';
import { createTagStage } from './create-tag-stage.ts';

/** A tag, in the words of the command line. */
export interface CreateTagStageRequest {
  readonly stage: 'create-tag';
  /** Run of Package Library; default: the one in the event that started the job. */
  readonly runId?: number | undefined;
  /** The checkout that names the repository, outside of GitHub Actions. */
  readonly repo?: string | undefined;
}

/** The tag for the run of Package Library that started this job, or for the given run. A job needs no checkout. */
export async function composeCreateTag(
  request: CreateTagStageRequest,
  world: FlowEnvironment,
): Promise<ComposedStage<FactsOf<typeof createTagStage>>> {
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
  const services = {
    github,
    repository,
    env,
    artifactName: ARTIFACT_NAME,
    packageWorkflow: WORKFLOWS.package,
    publishWorkflow: WORKFLOWS.publish,
  };
  return bindStage(createTagStage, { services, run }, world);
}

async function runOfEvent(world: FlowEnvironment, inActions: boolean): Promise<PackageRun> {
  if (!inActions) {
    throw new FlowError('USAGE', 'create-tag needs a run of Package Library', {
      hint: 'Name it: heroku-release create-tag --run <id>. In GitHub Actions the event names it.',
    });
  }
  const event = await readEvent(world.env, world.files);
  if (event.name !== 'workflow_run') {
    throw new FlowError(
      'EVENT_UNSUITABLE',
      'create-tag is started by the end of Package Library (workflow_run)',
      { hint: 'Use the workflow that heroku-release init writes.' },
    );
  }
  const { run } = event;
  return { ...run, path: (run.path ?? '').replace(/@.*$/, '') };
}

async function runById(github: GitHubRepository, id: number): Promise<PackageRun> {
  const { headSha, headBranch, event, conclusion, path, headRepository } = await github.runs.get(id);
  return { id, headSha, headBranch, event, conclusion, path, headRepository };
}
