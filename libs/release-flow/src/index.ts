export {
  FAILURE_CODES,
  FLOW_ERROR_CODES,
  FlowError,
  type FlowErrorCode,
  REFUSAL_CODES,
  USAGE_ERROR_CODES,
} from './errors.ts';
export { EXIT_CODES, exitCodeOf, exitCodeOfError } from './report/exit-code.ts';
export { type Verdict, verdictOf } from './report/verdict.ts';
export { type StageDocument, stageDocument } from './report/report-document.ts';
export { renderSummary } from './report/summary.ts';
export { formatDuration, parseDuration } from '@heroku-release/release-history';
export { parseSettings, type SettingsSources } from '@heroku-release/release-history';
export { type Settings, settingsJsonSchema, settingsSchema } from '@heroku-release/release-history';
export { checkPlan, type PlanTarget, untestedPythons } from './plan/check-plan.ts';
export {
  parseReleasePlan,
  PLAN_FILE,
  type ReleasePlan,
  releasePlanSchema,
  renderReleasePlan,
} from './plan/release-plan.ts';
export {
  decideReleaseMerge,
  type ReleaseMergeFacts,
  type ReleaseMergeTarget,
  type ReleaseMergeVerdict,
} from './merge/release-merge.ts';
export {
  type ProjectVersion,
  readProjectVersion,
  statedVersion,
  type StatedVersion,
  type TaggedVersion,
} from '@heroku-release/release-history';
export { checkoutTree, commitTree, type ReadTree, textTree } from '@heroku-release/release-history';
export { type StaticOrigin, type VersionOrigin, versionOrigin } from '@heroku-release/release-history';
export {
  type CheckoutVersion,
  checkoutVersion,
  type VersionQuestion,
  type VersionWorld,
} from '@heroku-release/release-history';
export { editVersion, type VersionChange, type VersionEdits } from '@heroku-release/release-history';
export {
  type BumpRequest,
  type DraftBump,
  parseBumpRequest,
  parseDraftBump,
  parsePreviousVersion,
} from '@heroku-release/release-history';
export type { BaseBranch, DraftContext, DraftRequest, DraftTarget, DraftTools } from './stages/draft/context.ts';
export { draftStage } from './stages/draft/draft-stage.ts';
export { type InFlightQuestion, type UnfinishedRelease, unfinishedReleases } from './stages/draft/in-flight.ts';
export type { PackageContext, PackageEvent, PackagePart, PackageTools } from './stages/package/context.ts';
export { packageStage } from './stages/package/package-stage.ts';
export type { CreateTagContext, CreateTagTools, PackageRun } from './stages/create-tag/context.ts';
export { createTagStage } from './stages/create-tag/create-tag-stage.ts';
export type { IndexState, LocalFile, PublishContext, PublishTools } from './stages/publish/context.ts';
export { PUBLISH_PARTS, type PublishPart, publishStage, stepsOfParts } from './stages/publish/publish-stage.ts';
export { findReleaseNote, type ReleaseNote, withReleaseNote } from './stages/publish/release-note.ts';
export { parseTagMessage, renderTagMessage, type TagOrigin } from './plan/tag-message.ts';
export { composeStage } from './app/compose-stage.ts';
export type { ComposedStage, RunOptions } from './world/composed-stage.ts';
export type { FlowEnvironment } from './world/flow-environment.ts';
export type { StageRequest } from './app/stage-request.ts';
export { ARTIFACT_NAME, WORKFLOWS } from './world/workflows.ts';
export { hostOf, type ProcessLike, type ProgramHost, type TextSink } from './app/host.ts';
export { interruption } from './app/interruption.ts';
export {
  LineReporter,
  type LineReporterOptions,
  type Palette,
  plainPalette,
} from './report/line-reporter.ts';
export { openLocalWorld } from './app/open-local-world.ts';
export { openWorld } from './app/open-world.ts';
export { jobFolder, runStageApp, type StageApp } from './app/stage-app.ts';
export { type ReleaseStatus, releaseStatus } from './app/release-status.ts';
export { countsAgree, explainCounts, explainSection, sumCounts } from '@heroku-release/release-history';
export { type HistoryDocument, historyDocument } from '@heroku-release/release-history';
export { type HistorySection, historySection, type SectionQuestion } from '@heroku-release/release-history';
export type { HistorySpan } from '@heroku-release/release-history';
export type { HistoryWorld } from '@heroku-release/release-history';
export type { History } from '@heroku-release/release-history';
export { type ReleasesOfHistory, releasesOfHistory, wholeHistory } from '@heroku-release/release-history';
