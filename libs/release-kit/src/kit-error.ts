import { ReleaseError } from './release-error.ts';

/** The codes of release-kit. */
export const KIT_ERROR_CODES = [
  'HTTP_INSECURE',
  'HTTP_UNREACHABLE',
  'HTTP_BROKEN',
  'HTTP_TIMEOUT',
  'HTTP_TOO_LARGE',
  'COMMAND_NOT_FOUND',
  'COMMAND_FAILED',
  'COMMAND_TIMEOUT',
  'FILE_NOT_READABLE',
  'FILE_NOT_WRITABLE',
] as const;

/** One of {@link KIT_ERROR_CODES}. */
export type KitErrorCode = (typeof KIT_ERROR_CODES)[number];

/** An error at one of the three doors: network, processes, files. */
export class KitError extends ReleaseError<KitErrorCode> {
  override readonly name = 'KitError';
}
