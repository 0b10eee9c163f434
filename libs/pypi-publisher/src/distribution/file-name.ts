import { PypiError } from '../errors.ts';
import { canonicalVersion } from './version-text.ts';

/** What a wheel's file name says. */
export interface WheelName {
  readonly kind: 'wheel';
  /** As written, before the first dash. */
  readonly name: string;
  /** As written. */
  readonly version: string;
  /** The build tag, if any, such as `1` or `1abc`. */
  readonly build?: string;
  /** The three tags, each possibly several joined by `.`. */
  readonly python: string;
  readonly abi: string;
  readonly platform: string;
}

/** What an sdist's file name says. */
export interface SdistName {
  readonly kind: 'sdist';
  readonly name: string;
  readonly version: string;
}

/**
 * Parses the file name of a wheel (`.whl`) or of a source distribution (`.tar.gz`).
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID` for anything else; `.zip`, `.egg` and other archives can no longer be uploaded (PEP 625).
 */
export function parseFileName(filename: string): WheelName | SdistName {
  if (filename.endsWith('.whl')) return parseWheel(filename);
  if (filename.endsWith('.tar.gz')) return parseSdist(filename);
  throw invalid(filename, 'is neither a wheel (.whl) nor a source distribution (.tar.gz)');
}

function parseWheel(filename: string): WheelName {
  const parts = filename.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) {
    throw invalid(filename, 'does not have the five or six parts of a wheel name');
  }
  const [name = '', version = ''] = parts;
  const [python = '', abi = '', platform = ''] = parts.slice(-3);
  const build = parts.length === 6 ? parts[2] : undefined;
  if (!/^[A-Za-z0-9_.]+$/.test(name) || name.includes('__')) throw invalid(filename, 'has no project name');
  if (canonicalVersion(version) === undefined) throw invalid(filename, `has no version: '${version}'`);
  if (build !== undefined && !/^\d/.test(build)) {
    throw invalid(filename, `has a build tag that does not start with a digit: '${build}'`);
  }
  for (const tag of [python, abi, platform]) {
    if (!/^\w+(\.\w+)*$/.test(tag)) throw invalid(filename, `has the tag '${tag}'`);
  }
  return { kind: 'wheel', name, version, python, abi, platform, ...(build === undefined ? {} : { build }) };
}

function parseSdist(filename: string): SdistName {
  const stem = filename.slice(0, -'.tar.gz'.length);
  const dash = stem.lastIndexOf('-');
  const [name, version] = [stem.slice(0, Math.max(dash, 0)), stem.slice(dash + 1)];
  if (name === '' || canonicalVersion(version) === undefined) {
    throw invalid(filename, 'is not {name}-{version}.tar.gz');
  }
  return { kind: 'sdist', name, version };
}

function invalid(filename: string, what: string): PypiError {
  return new PypiError('PYPI_DISTRIBUTION_INVALID', `${filename}: the file name ${what}`, {
    hint: 'Build the files with a current build backend and leave their names alone.',
  });
}
