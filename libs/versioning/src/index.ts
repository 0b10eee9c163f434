export {
  VERSION_ERROR_CODES,
  VersionError,
  type VersionErrorCode,
  type VersionErrorDetails,
} from './errors.ts';
export {
  formatVersion,
  isPrerelease,
  parseVersion,
  type PreRelease,
  type PreReleaseLabel,
  tryParseVersion,
  type Version,
} from './version.ts';
export { compareVersions, type Comparison } from './compare-versions.ts';
export {
  type Bump,
  type BumpOptions,
  bumpVersion,
  nextVersion,
  type NextVersionRequest,
} from './bump-version.ts';
export { fromSemver, toSemver } from './semver-mapping.ts';
export {
  type DynamicVersion,
  type NoVersion,
  type PyprojectVersion,
  readPyprojectVersion,
  type StaticVersion,
  type VersionTable,
  writePyprojectVersion,
} from './pyproject-version.ts';
export {
  type FoundVersion,
  pickVersionFile,
  readVersionFile,
  type VersionFile,
  writeVersionFile,
} from './version-file.ts';
export { parseRepeatedVersion, type RepeatedVersion, replaceVersionOnce } from './repeated-version.ts';
export type {
  AttributeLookup,
  FileVersionSource,
  KeyLookup,
  PatternLookup,
  TagVersionSource,
  UnsupportedVersionSource,
  VersionLookup,
  VersionSource,
  WholeLookup,
} from './version-source.ts';
export { locateTomlKey, parseToml, type TomlKeyPlace, type TomlTable } from './toml-document.ts';
export type { TextPlace } from './text-place.ts';
export {
  type NameReading,
  type NotAVersionReason,
  type OtherName,
  parseReleaseBranchName,
  parseTagName,
  releaseBranchName,
  tagName,
  type VersionName,
  versionNameReader,
} from './version-names.ts';
