/** The kinds of findings about built files. */
export type DistributionProblemCode =
  | 'UNREADABLE'
  | 'NO_FILES'
  | 'NAME_MISMATCH'
  | 'NAME_INVALID'
  | 'VERSION_MISMATCH'
  | 'VERSION_INVALID'
  | 'LOCAL_VERSION'
  | 'FILE_NAME_FORM'
  | 'PLATFORM_TAG'
  | 'TWO_SDISTS'
  | 'SAME_FILE_NAME'
  | 'SAME_CONTENT'
  | 'TOP_FOLDER'
  | 'METADATA_VERSION'
  | 'METADATA_FIELD'
  | 'METADATA_UNKNOWN_FIELD'
  | 'METADATA_DISAGREES'
  | 'NO_REQUIRES_PYTHON'
  | 'PRIVATE_CLASSIFIER'
  | 'DIRECT_URL'
  | 'DESCRIPTION'
  | 'TOO_LARGE';

/** One finding of `checkDistributions`. */
export interface DistributionProblem {
  /** `error`: an index would refuse the file or publish something unintended. `warning`: an index might refuse it. */
  readonly severity: 'error' | 'warning';
  readonly code: DistributionProblemCode;
  /** The file name, or empty when the finding is about the whole set. */
  readonly file: string;
  readonly message: string;
}

/** An `error` finding. */
export function problem(code: DistributionProblemCode, file: string, message: string): DistributionProblem {
  return { severity: 'error', code, file, message };
}

/** A `warning` finding. */
export function warning(code: DistributionProblemCode, file: string, message: string): DistributionProblem {
  return { severity: 'warning', code, file, message };
}
