import { GitRepository } from '@heroku-release/git-repo';
import {
  commitTree,
  parseDraftBump,
  parsePreviousVersion,
  readSettings,
  repositoryName,
  repositoryUrl,
  versionOrigin,
} from '@heroku-release/release-history';
import type { FactsOf } from '@heroku-release/release-kit';
import { parseSuperseded } from '../../merge/superseded.ts';
import { bindStage } from '../../world/composed-stage.ts';
import type { ComposedStage } from '../../world/composed-stage.ts';
import { githubToken } from '../../world/credentials.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';
import { githubRepository } from '../../world/github-repository.ts';
import { remoteAccess } from '../../world/remote-access.ts';
import { draftStage } from './draft-stage.ts';

/** A request for draft, with the arguments of the command line. */
export interface DraftStageRequest {
  readonly stage: 'draft';
  /** The checkout. */
  readonly repo: string;
  /** `minor`, `auto`, `1.2.3`, … */
  readonly bump: string;
  readonly preid?: string | undefined;
  readonly previous?: string | undefined;
  readonly base?: string | undefined;
  /** An unfinished version that is given up: merged and not published. */
  readonly supersedes?: string | undefined;
}

/** Composes the draft of a checkout. Errors in arguments, files and variables are reported before any request. */
export async function composeDraft(
  request: DraftStageRequest,
  world: FlowEnvironment,
): Promise<ComposedStage<FactsOf<typeof draftStage>>> {
  const bump = parseDraftBump(request.bump, request.preid);
  const previous = request.previous === undefined ? undefined : parsePreviousVersion(request.previous);
  const supersedes = request.supersedes === undefined ? undefined : parseSuperseded(request.supersedes);
  const git = await GitRepository.open(request.repo, { commands: world.commands, files: world.files });
  const head = commitTree(git, 'HEAD');
  versionOrigin(await head('pyproject.toml'));
  const settings = await readSettings(head, world.env);
  const repository = await repositoryName(world, git);
  const token = githubToken(world.env, world.redactor);
  const services = {
    git,
    github: githubRepository(world, repository, token),
    repository,
    repositoryUrl: repositoryUrl(world, repository),
    remote: remoteAccess(world, token),
  };
  return bindStage(
    draftStage,
    { services, request: { bump, previous, base: request.base, supersedes }, settings },
    world,
  );
}
