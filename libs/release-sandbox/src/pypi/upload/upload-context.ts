import type { Credentials } from '../model/credentials.ts';
import type { IndexStore } from '../model/index-store.ts';
import type { Publisher } from '../model/publishers.ts';

const MIB = 1024 * 1024;

/** Which parts of the index are out of service. */
export interface MaintenanceMode {
  /** Everything but reading. */
  readonly readOnly?: boolean;
  /** No uploads at all. */
  readonly noUploads?: boolean;
  /** Uploads to projects that exist only. */
  readonly noNewProjects?: boolean;
  /** No audience and no exchange of identity tokens. */
  readonly noTrustedPublishing?: boolean;
}

/** Limits of the index. */
export interface UploadLimits {
  /** Bytes; default 100 MiB. */
  readonly file: number;
  /** Bytes; default 10 GiB. */
  readonly project: number;
  /** Age of a release from which on it takes no new files, in milliseconds; default 14 days. */
  readonly releaseOpenMs: number;
  /** New projects a user may make within an hour; default 20. */
  readonly newProjects: number;
}

/** The index's own limits. */
export const UPLOAD_LIMITS: UploadLimits = {
  file: 100 * MIB,
  project: 10 * 1024 * MIB,
  releaseOpenMs: 14 * 86_400_000,
  newProjects: 20,
};

/** What an upload is judged by. */
export interface UploadDesk {
  readonly store: IndexStore;
  readonly credentials: Credentials;
  readonly publishers: readonly Publisher[];
  readonly mode: MaintenanceMode;
  readonly limits: UploadLimits;
  readonly prohibited: readonly string[];
  readonly nowMs: number;
  /** Milliseconds until the simple index and the JSON pages show the file. */
  readonly delays: { readonly index: number; readonly json: number };
}
