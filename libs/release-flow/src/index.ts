export { FLOW_ERROR_CODES, FlowError, type FlowErrorCode } from './errors.ts';
export { EXIT_CODES, exitCodeOf, exitCodeOfError } from './report/exit-code.ts';
export {
  LineReporter,
  type LineReporterOptions,
  type Palette,
  plainPalette,
} from './report/line-reporter.ts';
export { type StageDocument, stageDocument } from './report/report-document.ts';
export { renderSummary } from './report/summary.ts';
export { type Verdict, verdictOf } from './report/verdict.ts';
export { checkPlan, type PlanTarget, untestedPythons } from './plan/check-plan.ts';
export {
  parseReleasePlan,
  PLAN_FILE,
  type ReleasePlan,
  releasePlanSchema,
  renderReleasePlan,
} from './plan/release-plan.ts';
export { parseTagMessage, renderTagMessage, type TagOrigin } from './plan/tag-message.ts';
export {
  decideReleaseMerge,
  type ReleaseMergeFacts,
  type ReleaseMergeTarget,
  type ReleaseMergeVerdict,
} from './merge/release-merge.ts';
export type { DraftInput, DraftRequest, DraftServices } from './stages/draft/draft-input.ts';
export { draftStage } from './stages/draft/draft-stage.ts';
export {
  type InFlightQuestion,
  type UnfinishedRelease,
  unfinishedReleases,
} from './stages/draft/in-flight.ts';
export type {
  PackageEvent,
  PackageInput,
  PackagePart,
  PackageServices,
} from './stages/package/package-input.ts';
export { packageStage } from './stages/package/package-stage.ts';
export type { CreateTagInput, CreateTagServices, PackageRun } from './stages/create-tag/create-tag-input.ts';
export { createTagStage } from './stages/create-tag/create-tag-stage.ts';
export type { ChangeManagement, PublishInput, PublishServices } from './stages/publish/publish-input.ts';
export { PUBLISH_PARTS, type PublishPart } from './stages/publish/publish-parts.ts';
export { publishStage } from './stages/publish/publish-stage.ts';
export { findReleaseNote, type ReleaseNote, withReleaseNote } from './plan/release-note.ts';
export { releaseUrl } from './stages/publish/release-of-tag.ts';
export type { VerifyRequest } from './stages/verify/compose-verify.ts';
export { type VerifyDocument, verifyDocumentSchema } from './stages/verify/verify-document.ts';
export { verifyStage } from './stages/verify/verify-stage.ts';
export type { ComposedStage, RunOptions } from './world/composed-stage.ts';
export type { FlowEnvironment } from './world/flow-environment.ts';
export { ARTIFACT_NAME, WORKFLOWS } from './world/workflows.ts';
export { composeStage, type StageFacts, type StageName, type StageRequest } from './app/compose-stage.ts';
export { hostOf, type ProcessLike, type ProgramHost, type TextSink } from './app/host.ts';
export { interruptibleClock, interruption } from './app/interruption.ts';
export { openLocalWorld } from './app/open-local-world.ts';
export { openWorld } from './app/open-world.ts';
export { type ReleaseStatus, releaseStatus } from './app/release-status.ts';
export { verifyRelease } from './app/verify-release.ts';
export { jobFolder, runStageApp, type StageApp } from './app/stage-app.ts';
