import { type ErrorKind, ReleaseError } from './release-error.ts';

const KINDS = {
  HTTP_INSECURE: 'failed',
  HTTP_UNREACHABLE: 'failed',
  HTTP_BROKEN: 'failed',
  HTTP_TIMEOUT: 'failed',
  HTTP_TOO_LARGE: 'failed',
  COMMAND_NOT_FOUND: 'failed',
  COMMAND_FAILED: 'failed',
  COMMAND_TIMEOUT: 'failed',
  FILE_NOT_READABLE: 'failed',
  FILE_NOT_WRITABLE: 'failed',
  FILE_OUTSIDE_ROOT: 'refused',
} as const satisfies Record<string, ErrorKind>;

/** One of {@link KIT_ERROR_CODES}. */
export type KitErrorCode = keyof typeof KINDS;

/** The error codes of release-kit. */
export const KIT_ERROR_CODES = Object.keys(KINDS) as readonly KitErrorCode[];

/** A failure of the network, a process or a file. */
export class KitError extends ReleaseError<KitErrorCode> {
  override readonly name = 'KitError';

  override get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
