import { composeCreateTag } from '../stages/create-tag/compose-create-tag.ts';
import type { CreateTagStageRequest } from '../stages/create-tag/compose-create-tag.ts';
import type { createTagStage } from '../stages/create-tag/create-tag-stage.ts';
import { composeDraft } from '../stages/draft/compose-draft.ts';
import type { DraftStageRequest } from '../stages/draft/compose-draft.ts';
import type { draftStage } from '../stages/draft/draft-stage.ts';
import { composePackage } from '../stages/package/compose-package.ts';
import type { PackageStageRequest } from '../stages/package/compose-package.ts';
import type { packageStage } from '../stages/package/package-stage.ts';
import { composePublish } from '../stages/publish/compose-publish.ts';
import type { PublishStageRequest } from '../stages/publish/compose-publish.ts';
import type { publishStage } from '../stages/publish/publish-stage.ts';
import type { FactsOf } from '@heroku-release/release-kit';
import type { ComposedStage } from '../world/composed-stage.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';

/** The requests by stage, with the arguments of the command line. */
export interface StageRequests {
  readonly draft: DraftStageRequest;
  readonly package: PackageStageRequest;
  readonly 'create-tag': CreateTagStageRequest;
  readonly publish: PublishStageRequest;
}

/** Name of a stage. */
export type StageName = keyof StageRequests;

/** The request for any stage. */
export type StageRequest = StageRequests[StageName];

/** The facts that each stage reports. */
export interface StageFacts {
  readonly draft: FactsOf<typeof draftStage>;
  readonly package: FactsOf<typeof packageStage>;
  readonly 'create-tag': FactsOf<typeof createTagStage>;
  readonly publish: FactsOf<typeof publishStage>;
}

type Composers = {
  readonly [Name in StageName]: (
    request: StageRequests[Name],
    world: FlowEnvironment,
  ) => Promise<ComposedStage<StageFacts[Name]>>;
};

const COMPOSERS: Composers = {
  draft: composeDraft,
  package: composePackage,
  'create-tag': composeCreateTag,
  publish: composePublish,
};

/**
 * Composes a stage from a request and the services of its environment. The command line and the apps in CI both use it, so they
 * cannot behave differently.
 *
 * Errors: wrong usage and configuration, with exit code 2 (`USAGE`, `SETTINGS_INVALID`, `SETTINGS_UNKNOWN_KEY`, `TOKEN_MISSING`,
 * `PROJECT_MISSING`, `VERSION_MISSING`, `VERSION_UNSUPPORTED`, `REMOTE_UNKNOWN`, `EVENT_UNSUITABLE`, `ENVIRONMENT_INVALID`), and those
 * of the clients' own constructors.
 */
export async function composeStage<Name extends StageName>(
  request: StageRequests[Name] & { readonly stage: Name },
  world: FlowEnvironment,
): Promise<ComposedStage<StageFacts[Name]>> {
  const compose: Composers[Name] = COMPOSERS[request.stage];
  return await compose(request, world);
}
