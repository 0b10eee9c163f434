export { auditCounts, type CountAudit } from './audit-counts.ts';
export { buildSection, type SectionRequest } from './build-section.ts';
export {
  type BulletForm,
  type ChangelogStyle,
  DEFAULT_STYLE,
  type GroupForm,
  type HeadingForm,
  type ReferenceForm,
  type Spacing,
} from './changelog-style.ts';
export type { Commit } from './commit.ts';
export { cutForPullRequest } from './cut-for-pull-request.ts';
export type { DateForm } from './date-form.ts';
export type { DependencyUpdate } from './dependency-update.ts';
export { detectStyle } from './detect-style.ts';
export { ENTRY_KINDS, type EntryKind } from './entry-kind.ts';
export { CHANGELOG_ERROR_CODES, ChangelogError, type ChangelogErrorCode } from './errors.ts';
export {
  findLastRelease,
  type LastRelease,
  type LastReleaseOptions,
  type TagInfo,
  type TagRefusal,
} from './find-last-release.ts';
export { insertSection } from './insert-section.ts';
export { type Intent, type IntentBump, type IntentReading, parseIntent, readIntents } from './intents.ts';
export { parseCommit, type ParsedCommit } from './parse-commit.ts';
export { readSection } from './read-section.ts';
export { type HistoryRequest, renderHistory } from './render-history.ts';
export { renderSection } from './render-section.ts';
export type { RevertMessage } from './revert-message.ts';
export { safeText } from './safe-text.ts';
export {
  type ChangelogEntry,
  type ChangelogSection,
  type CommitDecision,
  type Reason,
  REASONS,
  type SectionCounts,
} from './section.ts';
export { type BumpSuggestion, suggestBump } from './suggest-bump.ts';
export { type DatedTag, mapVersions, type VersionCommits, type VersionsRequest } from './version-walk.ts';
