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
  /** Run of Package Library; default: the one in the event that started the job, or the input `run` of a job started by hand. */
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
  const run = await packageRun(request, world, github);
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

/** The run of Package Library: the given one, the one that started the job, or the one a person started the workflow with. */
async function packageRun(
  { runId }: CreateTagStageRequest,
  world: FlowEnvironment,
  github: GitHubRepository,
): Promise<PackageRun> {
  if (runId !== undefined) return await runById(github, runId);
  if (!isGitHubActions(world.env)) {
    throw new FlowError('USAGE', 'create-tag needs a run of Package Library', {
      hint: 'Pass its id: heroku-release create-tag --run <id>. In GitHub Actions it comes from the event.',
    });
  }
  const event = await readEvent(world.env, world.files);
  switch (event.name) {
    case 'workflow_run':
      return { ...event.run, path: (event.run.path ?? '').replace(/@.*$/, '') };
    case 'workflow_dispatch':
      return await runById(github, runInput(event.inputs));
    default:
      throw new FlowError(
        'EVENT_UNSUITABLE',
        'create-tag is started by the end of Package Library (workflow_run), or by hand (workflow_dispatch)',
        { hint: 'Use the workflow file create-tag.yml of heroku-release; it has the right triggers.' },
      );
  }
}

/** The input `run` of a workflow that was started by hand. Errors: `USAGE`. */
function runInput({ run = '' }: Readonly<Record<string, string>>): number {
  if (/^[1-9]\d{0,14}$/.test(run)) return Number(run);
  throw new FlowError('USAGE', `the input run is not the id of a run: ${JSON.stringify(run)}`, {
    hint: 'The id is the number in the URL of the run: gh workflow run create-tag.yml -f run=<id>',
  });
}

async function runById(github: GitHubRepository, id: number): Promise<PackageRun> {
  const { headSha, headBranch, event, conclusion, path, headRepository } = await github.runs.get(id);
  return { id, headSha, headBranch, event, conclusion, path, headRepository };
}
