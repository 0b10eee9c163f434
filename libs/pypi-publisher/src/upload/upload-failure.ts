import type { Distribution } from '../distribution/distribution.ts';
import { PypiError } from '../errors.ts';
import type { TimedAnswer } from './upload-client.ts';

/** Any answer but success. */
export type FailedAnswer = Exclude<TimedAnswer, { readonly kind: 'stored' }>;

/** The error for file names that the index already uses for other content. */
export function fileConflict(conflicts: readonly { readonly because: string }[]): PypiError {
  return new PypiError('PYPI_FILE_CONFLICT', conflicts.map(({ because }) => because).join('; '), {
    hint: 'A file on an index cannot be replaced. Publish the files that were built first, or fix forward with a new version.',
  });
}

/** The error for a file that could not be uploaded; `state` is what the index showed after the last answer. */
export function notStored(
  { filename }: Distribution,
  answer: FailedAnswer,
  state: 'missing' | 'unreadable',
): PypiError {
  const because = `${filename}: ${answer.because}`;
  switch (answer.kind) {
    case 'refused':
      return new PypiError(answer.code, because, { hint: answer.hint });
    case 'corrupted':
      return new PypiError('PYPI_UPLOAD_REFUSED', because, {
        hint: 'The bytes changed in transit twice. Look for a proxy that rewrites requests.',
      });
    case 'token-expired':
      return new PypiError('PYPI_UPLOAD_FORBIDDEN', because, { hint: 'Renew the token of the index.' });
    case 'limited':
      return new PypiError('PYPI_UPLOAD_LIMITED', because, { hint: 'Run the command again later.' });
    case 'doubtful':
      return new PypiError('PYPI_UPLOAD_UNCERTAIN', `${because}; ${INDEX_STATES[state]}`, {
        cause: answer.cause,
        effect: 'unknown',
        hint: 'Run the command again: it checks the index first and uploads only the missing files.',
      });
  }
}

const INDEX_STATES = {
  missing: 'the index does not show the file',
  unreadable: 'the index could not be read to check for the file',
};
