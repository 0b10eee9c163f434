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

/** A request for create-tag, with the arguments of the command line. */
export interface CreateTagStageRequest {
  readonly stage: 'create-tag';
  /** The run of Package Library. Default: the one in the event that started the job. */
  readonly runId?: number | undefined;
  /** A checkout of the repository. Only used outside of GitHub Actions. */
  readonly repo?: string | undefined;
}

/** Composes create-tag for the given run of Package Library, otherwise for the one that started this job. A job needs no checkout. */
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
      hint: 'Pass its id: heroku-release create-tag --run <id>. In GitHub Actions it comes from the event.',
    });
  }
  const event = await readEvent(world.env, world.files);
  if (event.name !== 'workflow_run') {
    throw new FlowError(
      'EVENT_UNSUITABLE',
      'create-tag is started by the end of Package Library (workflow_run)',
      { hint: 'Use the workflow file create-tag.yml of heroku-release; it has the right trigger.' },
    );
  }
  const { run } = event;
  return { ...run, path: (run.path ?? '').replace(/@.*$/, '') };
}

async function runById(github: GitHubRepository, id: number): Promise<PackageRun> {
  const { headSha, headBranch, event, conclusion, path, headRepository } = await github.runs.get(id);
  return { id, headSha, headBranch, event, conclusion, path, headRepository };
}
