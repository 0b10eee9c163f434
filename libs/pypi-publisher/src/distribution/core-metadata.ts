import { findMetadataField } from './metadata-fields.ts';
import type { MetadataField } from './metadata-fields.ts';
import { PypiError } from '../errors.ts';

/** The core metadata of one distribution file. */
export interface CoreMetadata {
  readonly metadataVersion: string;
  /** As spelled in the file. */
  readonly name: string;
  /** As spelled in the file. */
  readonly version: string;
  readonly requiresPython?: string | undefined;
  /** Values by form field name (`requires_dist`), in the order of the file. `UNKNOWN` counts as absent. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Headers that are in no specification; an index may refuse them. */
  readonly unknownHeaders: readonly string[];
}

/**
 * Parses METADATA or PKG-INFO as Python's `email` parser does: UTF-8; continuation lines begin with a space or a tab; the first empty line
 * ends the headers; the rest is the description, kept unchanged. RFC 2047 words and transfer encodings are not decoded.
 *
 * `where` is the file's name in errors. Errors: `PYPI_DISTRIBUTION_INVALID` for bytes that are not UTF-8, a line that is not a header, a
 * single-use field or a description given twice, or a missing Metadata-Version, Name or Version.
 */
export function parseCoreMetadata(bytes: Uint8Array, where: string): CoreMetadata {
  const { headers, body } = split(decode(bytes, where), where);
  const fields = new Map<string, string[]>();
  const unknownHeaders: string[] = [];
  for (const [header, value] of headers) {
    const field = findMetadataField(header);
    if (field === undefined) unknownHeaders.push(header);
    else collect(fields, field, value, where);
  }
  if (body !== '') {
    if (fields.has('description')) throw invalid(where, 'has both a Description header and a body');
    fields.set('description', [body]);
  }
  dropEarlyLicenseFiles(fields);
  return {
    metadataVersion: required(fields, 'metadata_version', where),
    name: required(fields, 'name', where),
    version: required(fields, 'version', where),
    requiresPython: fields.get('requires_python')?.[0],
    fields,
    unknownHeaders,
  };
}

function decode(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw invalid(where, 'is not UTF-8', cause);
  }
}

function split(text: string, where: string): { headers: [string, string][]; body: string } {
  const headers: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    const line = text.slice(at, end === -1 ? text.length : end).replace(/\r$/, '');
    at = next;
    if (line === '') break;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] += `\n${line}`;
      continue;
    }
    const header = /^([!-9;-~]+):[ \t]*(.*)$/su.exec(line);
    if (header === null) throw invalid(where, `contains a line that is not a header: '${line.slice(0, 60)}'`);
    headers.push([header[1] ?? '', header[2] ?? '']);
  }
  return { headers, body: text.slice(at) };
}

function collect(fields: Map<string, string[]>, field: MetadataField, raw: string, where: string): void {
  const value = field.form === 'description' ? unfoldDescription(raw) : raw;
  const known = fields.get(field.form);
  if (known !== undefined && !field.multiple) throw invalid(where, `has ${field.header} twice`);
  if (value.trim() === 'UNKNOWN' || value === '') return;
  fields.set(field.form, [...(known ?? []), value]);
}

/** In a header, the continuation lines of the description are indented by eight spaces, or by seven and a bar. */
function unfoldDescription(value: string): string {
  return value.replace(/\n(?: {7}\|| {8})/g, '\n');
}

/** setuptools wrote License-File before it was specified. Below metadata version 2.4 it is ignored, as twine does. */
function dropEarlyLicenseFiles(fields: Map<string, string[]>): void {
  const version = fields.get('metadata_version')?.[0] ?? '';
  if (isOlder(version, '2.4')) fields.delete('license_file');
}

/** Whether metadata version `a` is older than `b`; both are `major.minor`. */
export function isOlder(a: string, b: string): boolean {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor);
}

function required(fields: ReadonlyMap<string, readonly string[]>, form: string, where: string): string {
  const value = fields.get(form)?.[0];
  if (value === undefined) throw invalid(where, `has no ${form.replaceAll('_', '-')}`);
  return value;
}

function invalid(where: string, what: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_DISTRIBUTION_INVALID', `${where} ${what}`, {
    cause,
    hint: 'Build the file again with a current build backend.',
  });
}
