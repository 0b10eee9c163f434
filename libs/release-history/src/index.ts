export { HISTORY_ERROR_CODES, HistoryError, type HistoryErrorCode } from './errors.ts';
export type { Env, HistoryEnvironment, VersionEnvironment } from './checkout/history-environment.ts';
export { checkoutTree, commitTree, type ReadTree, readTexts, textTree } from './checkout/read-tree.ts';
export { repositoryName, repositoryUrl } from './checkout/repository-name.ts';
export { componentOf } from './settings/component.ts';
export { DEFAULT_SETTINGS } from './settings/default-settings.ts';
export { formatDuration, parseDuration } from './settings/duration.ts';
export { parseSettings, type SettingsSources } from './settings/parse-settings.ts';
export { readSettings } from './settings/read-settings.ts';
export { type Settings, settingsJsonSchema, settingsSchema } from './settings/schema.ts';
export { SETTINGS_FILES, SETTINGS_VARIABLE } from './settings/settings-sources.ts';
export { announcedVersions } from './version/announced-versions.ts';
export {
  type BumpRequest,
  canonical,
  type DraftBump,
  isNewer,
  nextVersion,
  parseBumpRequest,
  parseDraftBump,
  parsePreviousVersion,
  sameVersion,
} from './version/bump-request.ts';
export { type CheckoutVersion, checkoutVersion, type VersionRequest } from './version/checkout-version.ts';
export { countedFrom, currentVersion, requestedVersion } from './version/current-version.ts';
export { editVersion, type VersionChange, type VersionEdits } from './version/edit-version.ts';
export {
  type ProjectVersion,
  readProjectVersion,
  statedVersion,
  type StatedVersion,
  type TaggedVersion,
} from './version/project-version.ts';
export { tagNamesOf, templateOption, versionOfTag } from './version/tag-template.ts';
export { versionIn } from './version/version-in.ts';
export {
  type StaticOrigin,
  type VersionOrigin,
  versionOrigin,
  versionPaths,
} from './version/version-origin.ts';
export { bumpOfSuggestion } from './changelog/coming-version.ts';
export { countsAgree, explainCounts, explainSection, sumCounts } from './changelog/explain-section.ts';
export { type HistoryDocument, historyDocument } from './changelog/history-document.ts';
export { type HistorySection, historySection, type SectionRequest } from './changelog/history-section.ts';
export type { HistorySpan } from './changelog/history-span.ts';
export { isoDay, isoSecond } from './changelog/iso-time.ts';
export type { History } from './changelog/open-history.ts';
export { findOtherChangelog, isDefaultChangelog } from './changelog/other-changelog.ts';
export { attributeIntents, type IntentFiles, readIntentFiles } from './changelog/read-intent-files.ts';
export { suggestRelease } from './changelog/suggest-release.ts';
export { whyUnwritable } from './changelog/unwritable-changelog.ts';
export { type ReleasesOfHistory, releasesOfHistory, wholeHistory } from './changelog/whole-history.ts';
