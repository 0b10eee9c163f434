import { GitRepository } from '@heroku-release/git-repo';
import { IndexClient } from '@heroku-release/pypi-publisher';
import { commitTree, DEFAULT_SETTINGS, readSettings, repositoryName } from '@heroku-release/release-history';
import type { FactsOf } from '@heroku-release/release-kit';
import { bindStage } from '../../world/composed-stage.ts';
import type { ComposedStage } from '../../world/composed-stage.ts';
import { findGithubToken } from '../../world/credentials.ts';
import type { FlowEnvironment } from '../../world/flow-environment.ts';
import { githubRepository } from '../../world/github-repository.ts';
import { indexUrl } from '../../world/index-url.ts';
import { tagToVerify } from './tag-to-verify.ts';
import type { VerifiedRelease } from './verify-document.ts';
import { verifyStage } from './verify-stage.ts';

/** A verification, in the words of the command line. */
export interface VerifyRequest {
  /** Version or tag. */
  readonly version: string;
  /** A checkout, which says the repository and the template of its tags. Not read when GITHUB_REPOSITORY is set. */
  readonly repo: string;
}

/** Verification of a version, without any credentials but an optional token for GitHub. */
export async function composeVerify(
  request: VerifyRequest,
  world: FlowEnvironment,
): Promise<ComposedStage<FactsOf<typeof verifyStage>> & VerifiedRelease> {
  const { env, http, clock, random, redactor } = world;
  const git = (env['GITHUB_REPOSITORY'] ?? '') === '' ? await openCheckout(request.repo, world) : undefined;
  const repository = await repositoryName(world, git);
  const settings = git === undefined ? DEFAULT_SETTINGS : await readSettings(commitTree(git, 'HEAD'), env);
  const services = {
    github: githubRepository(world, repository, findGithubToken(env, redactor)),
    repository,
    index: new IndexClient({ http, clock, random, indexUrl: indexUrl(env), userAgent: 'heroku-release' }),
  };
  const tagName = tagToVerify(request.version, settings['tag-template']);
  return { ...bindStage(verifyStage, { services, tagName }, world), repository, tag: tagName };
}

async function openCheckout(path: string, { commands, files }: FlowEnvironment): Promise<GitRepository> {
  return await GitRepository.open(path, { commands, files });
}
