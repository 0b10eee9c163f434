import { createReadStream } from 'node:fs';
import type { StreamedBody } from '@heroku-release/release-kit';
import type { Distribution } from '../distribution/distribution.ts';
import { PypiError } from '../errors.ts';
import { METADATA_FIELDS } from '../distribution/metadata-fields.ts';

/** One text part of the upload form. */
export type FormField = readonly [name: string, value: string];

/** The body of an upload request and its content type. */
export interface UploadForm {
  readonly contentType: string;
  /** Reads the file again for every attempt; memory use does not grow with the file. */
  readonly body: StreamedBody;
}

/** The parts of the form that do not come from the file. */
export interface UploadFormOptions {
  /** 32 hexadecimal characters of randomness. */
  readonly boundary: string;
  /** One or two PEP 740 attestation objects; the field is omitted when there are none. */
  readonly attestations?: readonly unknown[] | undefined;
}

/**
 * Builds the text parts of the upload form, all from the file itself: the index trusts the form and never compares it with the metadata
 * inside the file.
 */
export function uploadFields(distribution: Distribution, attestations?: readonly unknown[]): FormField[] {
  const fields: FormField[] = [
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['filetype', distribution.kind === 'wheel' ? 'bdist_wheel' : 'sdist'],
    ['pyversion', distribution.pyversion],
    ['sha256_digest', distribution.sha256],
  ];
  for (const { form } of METADATA_FIELDS) {
    for (const value of distribution.metadata.fields.get(form) ?? []) fields.push([form, value]);
  }
  // GitLab's index requires the field; PyPI ignores an empty value.
  if (distribution.metadata.requiresPython === undefined) fields.push(['requires_python', '']);
  if (attestations !== undefined && attestations.length > 0) {
    fields.push(['attestations', JSON.stringify(attestations)]);
  }
  return fields;
}

/**
 * Builds the whole `multipart/form-data` body with its exact length: text parts first, the file last. The built-in FormData is not used
 * because it turns every line break in a value into CRLF, which would change the description.
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID` for a file name that cannot be used in a header.
 */
export function uploadForm(distribution: Distribution, options: UploadFormOptions): UploadForm {
  const { boundary } = options;
  if (/[\r\n"]/.test(distribution.filename)) {
    throw new PypiError('PYPI_DISTRIBUTION_INVALID', 'the file name contains a quote or a line break');
  }
  const texts = uploadFields(distribution, options.attestations).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = Buffer.from(
    `${texts.join('')}--${boundary}\r\n` +
      `Content-Disposition: form-data; name="content"; filename="${distribution.filename}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: {
      length: head.byteLength + distribution.size + tail.byteLength,
      open: () => assemble(head, distribution.path, tail),
    },
  };
}

async function* assemble(head: Uint8Array, path: string, tail: Uint8Array): AsyncGenerator<Uint8Array> {
  yield head;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Uint8Array;
  yield tail;
}
