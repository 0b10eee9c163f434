export { PYPI_ERROR_CODES, PypiError, type PypiErrorCode } from './errors.ts';
export { PYPI_ENDPOINTS, type PypiEndpoints } from './endpoints.ts';
export { fileNameForm, isProjectName, normalizeProjectName } from './project-name.ts';
export { parseFileName, type SdistName, type WheelName } from './file-name.ts';
export { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from './archive-limits.ts';
export { type CoreMetadata, parseCoreMetadata } from './core-metadata.ts';
export { type Distribution, readDistribution, type ReadDistributionOptions } from './distribution.ts';
export {
  DISTRIBUTION_PROBLEM_CODES,
  type DistributionProblem,
  type DistributionProblemCode,
} from './distribution-problem.ts';
export { checkDistributions, type ExpectedRelease } from './check-distributions.ts';
export { type IndexFile, parseIndexPage } from './index-page.ts';
export { decideUpload, type UploadDecision } from './decide-upload.ts';
export { type FormField, uploadFields } from './upload-form.ts';
export {
  decodeClaims,
  diagnoseClaims,
  type IdentityClaims,
  type MatchingPublisher,
  matchingPublisher,
} from './identity-claims.ts';
export type { ExpectedFile, PollingOptions, Visibility } from './visibility.ts';
export { type VerifiedFile, verifyFiles, type VerifyReport } from './verify-files.ts';
export {
  type PublishIo,
  type PublishOptions,
  type PublishReport,
  PypiPublisher,
  type PypiPublisherOptions,
  type UploadOptions,
  type UploadResult,
} from './publisher.ts';
