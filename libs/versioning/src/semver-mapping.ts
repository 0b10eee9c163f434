// Imported by file, since the package's index loads everything.
import parseSemver from 'semver/functions/parse.js';
import validSemver from 'semver/functions/valid.js';
import { quoted, VersionError } from './errors.ts';
import { formatVersion, type PreReleaseLabel, type Version } from './version.ts';

const LABELS: readonly (readonly [PreReleaseLabel, RegExp])[] = [
  ['a', /^(?:alpha|a)$/i],
  ['b', /^(?:beta|b)$/i],
  ['rc', /^(?:rc|c|pre|preview)$/i],
];
const DEV_ORDER = 'semver orders dev after beta, PEP 440 before the first alpha';
const SEMVER_LABEL: Readonly<Record<PreReleaseLabel, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };

/**
 * Converts a semantic version to PEP 440. It maps the parsed parts: as text, `1.2.3-1` would be a post-release, newer than 1.2.3, while it
 * is older in semver.
 *
 * @throws {VersionError} SEMVER_INVALID; SEMVER_UNMAPPABLE for what has no equivalent in PEP 440 (`-1`, `-nightly.1`, `-alpha.beta`, build
 * metadata)
 */
export function fromSemver(text: string): Version {
  const semver = text.trim() === text ? parseSemver(text) : null;
  if (semver === null) {
    throw new VersionError('SEMVER_INVALID', `${quoted(text)} is not a semantic version`, {
      hint: 'Semantic versions have three numbers: 1.2.3 or 1.2.3-rc.1.',
    });
  }
  if (semver.build.length > 0) {
    throw unmappable(text, 'PEP 440', 'build metadata would become a local version, which no index accepts');
  }
  const version = { epoch: 0n, release: [semver.major, semver.minor, semver.patch].map(BigInt) };
  if (semver.prerelease.length === 0) return version;
  const identifiers = semver.prerelease.join('.');
  const [, name = '', number = '0'] = /^([a-z]+)(?:\.?([0-9]+))?$/i.exec(identifiers) ?? [];
  const label = LABELS.find(([, pattern]) => pattern.test(name))?.[0];
  if (label !== undefined) return { ...version, pre: { label, number: BigInt(number) } };
  const because = /^dev$/i.test(name) ? DEV_ORDER : `it has no "${identifiers}" before a release`;
  throw unmappable(text, 'PEP 440', because);
}

/**
 * Converts a PEP 440 version to a semantic version in canonical form: `1.2rc1` becomes `1.2.0-rc.1`.
 *
 * @throws {VersionError} SEMVER_UNMAPPABLE for an epoch, a post-release, a development release, a local part, a fourth number that is not
 * zero, or a number above 2^53, which npm's semver refuses
 */
export function toSemver(version: Version): string {
  const { epoch, release, pre, post, dev, local } = version;
  const text = formatVersion(version);
  if (epoch !== 0n) throw unmappable(text, 'semver', 'it has no epoch');
  if (post !== undefined)
    throw unmappable(text, 'semver', 'nothing is newer than a release with the same numbers');
  if (dev !== undefined) throw unmappable(text, 'semver', DEV_ORDER);
  if (local !== undefined) throw unmappable(text, 'semver', 'build metadata does not count in its order');
  if (release.slice(3).some((part) => part !== 0n)) throw unmappable(text, 'semver', 'it has three numbers');
  const numbers = [release[0], release[1], release[2]].map((part) => part ?? 0n).join('.');
  const semver = pre === undefined ? numbers : `${numbers}-${SEMVER_LABEL[pre.label]}.${pre.number}`;
  if (validSemver(semver) === null) throw unmappable(text, 'semver', 'a number is above 2^53');
  return semver;
}

function unmappable(text: string, scheme: 'PEP 440' | 'semver', because: string): VersionError {
  return new VersionError('SEMVER_UNMAPPABLE', `${quoted(text)} has no equivalent in ${scheme}: ${because}`, {
    hint: 'Use three numbers, with -alpha.N, -beta.N or -rc.N (aN, bN or rcN in Python) for pre-releases.',
  });
}
