import type { Credentials } from '../model/credentials.ts';
import type { IndexStore } from '../model/index-store.ts';
import type { Publisher } from '../model/publishers.ts';

const MIB = 1024 * 1024;

/** The parts of the index that are out of service. */
export interface MaintenanceMode {
  /** Everything except reading. */
  readonly readOnly?: boolean | undefined;
  /** All uploads. */
  readonly noUploads?: boolean | undefined;
  /** The creation of projects. */
  readonly noNewProjects?: boolean | undefined;
  /** Trusted publishing: audience and token exchange. */
  readonly noTrustedPublishing?: boolean | undefined;
}

/** Limits for uploads. */
export interface UploadLimits {
  /** Maximum size of a file in bytes. Default 100 MiB. */
  readonly file: number;
  /** Maximum size of a project in bytes. Default 10 GiB. */
  readonly project: number;
  /** How long a release accepts new files, in milliseconds. Default 14 days. */
  readonly releaseOpenMs: number;
  /** Number of projects that a user may create per hour. Default 20. */
  readonly newProjects: number;
}

/** The limits of the real index. */
export const UPLOAD_LIMITS: UploadLimits = {
  file: 100 * MIB,
  project: 10 * 1024 * MIB,
  releaseOpenMs: 14 * 86_400_000,
  newProjects: 20,
};

/** State and rules of the index at the time of an upload. */
export interface UploadContext {
  readonly store: IndexStore;
  readonly credentials: Credentials;
  readonly publishers: readonly Publisher[];
  readonly mode: MaintenanceMode;
  readonly limits: UploadLimits;
  readonly prohibited: readonly string[];
  readonly nowMs: number;
  /** Milliseconds until the simple index and the JSON API show the file. */
  readonly delays: { readonly index: number; readonly json: number };
}
