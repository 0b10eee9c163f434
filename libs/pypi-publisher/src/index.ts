export { PYPI_ERROR_CODES, PypiError, type PypiErrorCode } from './errors.ts';
export { PYPI_ENDPOINTS, type PypiEndpoints } from './endpoints.ts';
export type { ArchiveLimits } from './distribution/archive-limits.ts';
export { checkDistributions, type ExpectedRelease } from './distribution/check-distributions.ts';
export type { CoreMetadata } from './distribution/core-metadata.ts';
export {
  type Distribution,
  readDistribution,
  type ReadDistributionOptions,
} from './distribution/distribution.ts';
export type { DistributionProblem, DistributionProblemCode } from './distribution/distribution-problem.ts';
export type { SdistName, WheelName } from './distribution/file-name.ts';
export type { ExpectedFile } from './simple-index/expected-file.ts';
export { filesOfVersion } from './simple-index/files-of-version.ts';
export {
  type FileDownloadOptions,
  IndexClient,
  type IndexClientOptions,
  type IndexReadOptions,
} from './simple-index/index-client.ts';
export type { IndexFile } from './simple-index/index-file.ts';
export type { VerifiedFile, VerifyReport } from './simple-index/verify-files.ts';
export type { PollingOptions, Visibility } from './simple-index/visibility.ts';
export { planUploads, type UploadConflict, type UploadPlan } from './upload/upload-plan.ts';
export {
  type PublishedFile,
  type PublishIo,
  type PublishOptions,
  type PublishReport,
  PypiPublisher,
  type PypiPublisherOptions,
  type UploadOptions,
  type UploadReport,
} from './publisher.ts';
