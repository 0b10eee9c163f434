export {
  FAILURE_CODES,
  FLOW_ERROR_CODES,
  FlowError,
  type FlowErrorCode,
  REFUSAL_CODES,
  USAGE_ERROR_CODES,
} from './errors.ts';
export { EXIT_CODES, exitCodeOf, exitCodeOfError } from './exit-code.ts';
export { type Verdict, verdictOf } from './verdict.ts';
export { type StageDocument, stageDocument } from './report-document.ts';
export { renderSummary } from './summary.ts';
export { formatDuration, parseDuration } from './settings/duration.ts';
export { parseSettings, type SettingsSources } from './settings/parse-settings.ts';
export { type Settings, settingsJsonSchema, settingsSchema } from './settings/schema.ts';
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
} from './release-merge.ts';
export {
  type ProjectVersion,
  readProjectVersion,
  statedVersion,
  type StatedVersion,
  type TaggedVersion,
} from './version-source/project-version.ts';
export { checkoutTree, commitTree, type ReadTree, textTree } from './version-source/read-tree.ts';
export { type StaticOrigin, type VersionOrigin, versionOrigin } from './version-source/version-origin.ts';
export {
  type CheckoutVersion,
  checkoutVersion,
  type VersionQuestion,
  type VersionWorld,
} from './version-source/checkout-version.ts';
export { editVersion, type VersionChange, type VersionEdits } from './version-source/edit-version.ts';
export {
  type BumpRequest,
  type DraftBump,
  parseBumpRequest,
  parseDraftBump,
  parsePreviousVersion,
} from './draft/bump-request.ts';
export type { BaseBranch, DraftContext, DraftRequest, DraftTarget, DraftTools } from './draft/context.ts';
export { draftStage } from './draft/draft-stage.ts';
export { type InFlightQuestion, type UnfinishedRelease, unfinishedReleases } from './draft/in-flight.ts';
export type { PackageContext, PackageEvent, PackagePart, PackageTools } from './package/context.ts';
export { packageStage } from './package/package-stage.ts';
export type { CreateTagContext, CreateTagTools, PackageRun } from './create-tag/context.ts';
export { createTagStage } from './create-tag/create-tag-stage.ts';
export type { IndexState, LocalFile, PublishContext, PublishTools } from './publish/context.ts';
export { PUBLISH_PARTS, type PublishPart, publishStage, stepsOfParts } from './publish/publish-stage.ts';
export { findReleaseNote, type ReleaseNote, withReleaseNote } from './publish/release-note.ts';
export { parseTagMessage, renderTagMessage, type TagOrigin } from './publish/tag-message.ts';
export { composeStage } from './compose/compose-stage.ts';
export type { ComposedStage, RunOptions } from './compose/composed-stage.ts';
export type { FlowEnvironment } from './compose/flow-environment.ts';
export type { StageRequest } from './compose/stage-request.ts';
export { ARTIFACT_NAME, WORKFLOWS } from './compose/workflows.ts';
export { hostOf, type ProcessLike, type ProgramHost, type TextSink } from './program/host.ts';
export { interruption } from './program/interruption.ts';
export {
  LineReporter,
  type LineReporterOptions,
  type Palette,
  plainPalette,
} from './program/line-reporter.ts';
export { openLocalWorld } from './program/open-local-world.ts';
export { openWorld } from './program/open-world.ts';
export { jobFolder, runStageApp, type StageApp } from './program/stage-app.ts';
export { type ReleaseStatus, releaseStatus } from './status/release-status.ts';
export { countsAgree, explainCounts, explainSection, sumCounts } from './history/explain-section.ts';
export { type HistoryDocument, historyDocument } from './history/history-document.ts';
export { type HistorySection, historySection, type SectionQuestion } from './history/history-section.ts';
export type { HistorySpan } from './history/history-span.ts';
export type { HistoryWorld } from './history/history-world.ts';
export type { History } from './history/open-history.ts';
export { type ReleasesOfHistory, releasesOfHistory, wholeHistory } from './history/whole-history.ts';
