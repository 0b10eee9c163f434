export type { ChangelogEntry } from './commit/changelog-entry.ts';
export type { Commit } from './commit/commit.ts';
export type { DependencyUpdate } from './commit/dependency-update.ts';
export type { EntryKind } from './commit/entry-kind.ts';
export { parseCommit, type ParsedCommit } from './commit/parse-commit.ts';
export type { RevertMessage } from './commit/revert-message.ts';
export { safeText } from './commit/safe-text.ts';
export { CHANGELOG_ERROR_CODES, ChangelogError, type ChangelogErrorCode } from './errors.ts';
export { detectStyle } from './file/detect-style.ts';
export { insertSection } from './file/insert-section.ts';
export { findMissingEntries } from './file/missing-entries.ts';
export { readSection } from './file/read-section.ts';
export { findEditedReverts } from './file/stale-entries.ts';
export {
  findLastRelease,
  type LastRelease,
  type LastReleaseOptions,
  type TagInfo,
  type TagRefusal,
} from './history/find-last-release.ts';
export { type HistoryRequest, renderHistory } from './history/render-history.ts';
export {
  type DatedTag,
  mapVersions,
  type VersionCommits,
  type VersionsRequest,
} from './history/version-walk.ts';
export { auditCounts, type CountAudit } from './section/audit-counts.ts';
export { buildSection, type SectionRequest } from './section/build-section.ts';
export {
  type BulletForm,
  type ChangelogStyle,
  DEFAULT_STYLE,
  type GroupForm,
  type HeadingForm,
  type ReferenceForm,
  type Spacing,
} from './section/changelog-style.ts';
export { cutForPullRequest } from './section/cut-for-pull-request.ts';
export type { DateForm } from './section/date-form.ts';
export {
  type Intent,
  type IntentBump,
  type IntentReading,
  parseIntent,
  readIntents,
} from './section/intents.ts';
export { renderSection } from './section/render-section.ts';
export type {
  ChangelogSection,
  CommitDecision,
  FoldedReason,
  LeftOutReason,
  ProvenSection,
  Reason,
  SectionCounts,
  SectionProof,
} from './section/section.ts';
export { type BumpSuggestion, suggestBump } from './section/suggest-bump.ts';
