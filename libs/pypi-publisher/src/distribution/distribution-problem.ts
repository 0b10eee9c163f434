/** What is wrong with a set of built files. */
export const DISTRIBUTION_PROBLEM_CODES = [
  'UNREADABLE',
  'NO_FILES',
  'NAME_MISMATCH',
  'NAME_INVALID',
  'VERSION_MISMATCH',
  'VERSION_INVALID',
  'LOCAL_VERSION',
  'FILE_NAME_FORM',
  'PLATFORM_TAG',
  'TWO_SDISTS',
  'SAME_FILE_NAME',
  'SAME_CONTENT',
  'TOP_FOLDER',
  'METADATA_VERSION',
  'METADATA_FIELD',
  'METADATA_UNKNOWN_FIELD',
  'METADATA_DISAGREES',
  'NO_REQUIRES_PYTHON',
  'PRIVATE_CLASSIFIER',
  'DIRECT_URL',
  'DESCRIPTION',
  'TOO_LARGE',
] as const;

/** One of {@link DISTRIBUTION_PROBLEM_CODES}. */
export type DistributionProblemCode = (typeof DISTRIBUTION_PROBLEM_CODES)[number];

/** One finding of `checkDistributions`. */
export interface DistributionProblem {
  /** An index would refuse an `error`, or publish something else than was meant; it may refuse a `warning`. */
  readonly severity: 'error' | 'warning';
  readonly code: DistributionProblemCode;
  /** The file name, or empty when the set as a whole is meant. */
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
