export { PYPI_ERROR_CODES, PypiError, type PypiErrorCode } from './errors.ts';
export { PYPI_ENDPOINTS, type PypiEndpoints } from './endpoints.ts';
export { fileNameForm, isProjectName, normalizeProjectName } from './distribution/project-name.ts';
export { parseFileName, type SdistName, type WheelName } from './distribution/file-name.ts';
export { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from './distribution/archive-limits.ts';
export { type CoreMetadata, parseCoreMetadata } from './distribution/core-metadata.ts';
export {
  type Distribution,
  readDistribution,
  type ReadDistributionOptions,
} from './distribution/distribution.ts';
export type { DistributionProblem, DistributionProblemCode } from './distribution/distribution-problem.ts';
export { checkDistributions, type ExpectedRelease } from './distribution/check-distributions.ts';
export { type IndexFile, parseIndexPage } from './simple-index/index-page.ts';
export { decideUpload, type UploadDecision } from './upload/decide-upload.ts';
export { type FormField, uploadFields } from './upload/upload-form.ts';
export {
  decodeClaims,
  diagnoseClaims,
  type IdentityClaims,
  type MatchingPublisher,
  matchingPublisher,
} from './trusted-publishing/identity-claims.ts';
export type { ExpectedFile, PollingOptions, Visibility } from './simple-index/visibility.ts';
export { type VerifiedFile, verifyFiles, type VerifyReport } from './simple-index/verify-files.ts';
export {
  type PublishIo,
  type PublishOptions,
  type PublishReport,
  PypiPublisher,
  type PypiPublisherOptions,
  type UploadOptions,
  type UploadResult,
} from './publisher.ts';
