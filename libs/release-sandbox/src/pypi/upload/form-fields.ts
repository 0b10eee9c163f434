import type { UploadForm } from './multipart.ts';
import { Refusal } from '../model/refusal.ts';

const HEX64 = /^[0-9a-f]{64}$/i;

/** Checks the form fields for file type, Python version and digests. */
export function checkFormFields(form: UploadForm): { filetype: 'bdist_wheel' | 'sdist' } {
  const refuse = (field: string, why: string): Refusal =>
    new Refusal(400, `Invalid value for ${field}. Error: ${why}`);
  const filetype = form.text('filetype');
  if (filetype !== 'bdist_wheel' && filetype !== 'sdist') throw refuse('filetype', 'Use a known file type.');
  const pyversion = form.text('pyversion');
  if (filetype === 'bdist_wheel' && pyversion === undefined) {
    throw refuse('pyversion', 'Python version is required for binary distribution uploads.');
  }
  if (filetype === 'sdist' && pyversion !== undefined && pyversion !== 'source') {
    throw refuse('pyversion', "Use 'source' as Python version for an sdist.");
  }
  const digests = ['md5_digest', 'sha256_digest', 'blake2_256_digest'].filter(
    (field) => form.text(field) !== undefined,
  );
  if (digests.length === 0) throw refuse('digests', 'Include at least one message digest.');
  for (const field of ['sha256_digest', 'blake2_256_digest']) {
    const value = form.text(field);
    if (value !== undefined && !HEX64.test(value)) throw refuse(field, 'Use a valid, hex-encoded, digest.');
  }
  return { filetype };
}
