import { PypiError } from '../errors.ts';
import { canonicalVersion } from './version-text.ts';

/** The parts of a wheel's file name. */
export interface WheelName {
  readonly kind: 'wheel';
  /** As written. */
  readonly name: string;
  /** As written. */
  readonly version: string;
  /** The build tag, such as `1` or `1abc`. */
  readonly build?: string | undefined;
  /** Compatibility tags; each may be several tags joined by `.`. */
  readonly python: string;
  readonly abi: string;
  readonly platform: string;
}

/** The parts of an sdist's file name. */
export interface SdistName {
  readonly kind: 'sdist';
  readonly name: string;
  readonly version: string;
}

/**
 * Parses the file name of a wheel (`.whl`) or of a source distribution (`.tar.gz`).
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID` for anything else. Indexes no longer accept `.zip`, `.egg` and other archives (PEP 625).
 */
export function parseFileName(filename: string): WheelName | SdistName {
  if (filename.endsWith('.whl')) return parseWheel(filename);
  if (filename.endsWith('.tar.gz')) return parseSdist(filename);
  throw invalid(filename, 'is neither a wheel (.whl) nor a source distribution (.tar.gz)');
}

function parseWheel(filename: string): WheelName {
  const parts = filename.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) {
    throw invalid(filename, 'does not have the five or six parts of a wheel file name');
  }
  const [name = '', version = ''] = parts;
  const [python = '', abi = '', platform = ''] = parts.slice(-3);
  const build = parts.length === 6 ? parts[2] : undefined;
  if (!/^[A-Za-z0-9_.]+$/.test(name) || name.includes('__'))
    throw invalid(filename, 'does not start with a valid project name');
  if (canonicalVersion(version) === undefined)
    throw invalid(filename, `has the invalid version '${version}'`);
  if (build !== undefined && !/^\d/.test(build)) {
    throw invalid(filename, `has a build tag that does not start with a digit: '${build}'`);
  }
  for (const tag of [python, abi, platform]) {
    if (!/^\w+(\.\w+)*$/.test(tag)) throw invalid(filename, `has the invalid tag '${tag}'`);
  }
  return { kind: 'wheel', name, version, python, abi, platform, build };
}

function parseSdist(filename: string): SdistName {
  const stem = filename.slice(0, -'.tar.gz'.length);
  const dash = stem.lastIndexOf('-');
  const [name, version] = [stem.slice(0, Math.max(dash, 0)), stem.slice(dash + 1)];
  if (name === '' || canonicalVersion(version) === undefined) {
    throw invalid(filename, 'does not have the form {name}-{version}.tar.gz');
  }
  return { kind: 'sdist', name, version };
}

function invalid(filename: string, what: string): PypiError {
  return new PypiError('PYPI_DISTRIBUTION_INVALID', `${filename}: the file name ${what}`, {
    hint: 'Build the files with a current build backend and do not rename them.',
  });
}
