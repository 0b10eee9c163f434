// By file: the package's index loads all of it.
import parseSemver from 'semver/functions/parse.js';
import validSemver from 'semver/functions/valid.js';
import { quoted, VersionError } from './errors.ts';
import { formatVersion, type PreReleaseLabel, type Version } from './version.ts';

/** What may be given up on the way from a semantic version. */
export interface SemverMappingOptions {
  /**
   * Take `-dev.4` for `.dev4`. Off by default, because the order differs: semver puts dev after beta, PEP 440 before the first alpha.
   */
  readonly dev?: boolean;
  /** Drop `+build`. Off by default: it would be a local version, which no index accepts. */
  readonly dropBuild?: boolean;
}

/** A semantic version as Python has it, with what a person should know about it. */
export interface MappedSemver {
  /** The version of PEP 440. */
  readonly version: Version;
  /** Sentences; empty when both worlds agree on the order of this version and its neighbours. */
  readonly warnings: readonly string[];
}

const LABELS: readonly (readonly [PreReleaseLabel, RegExp])[] = [
  ['a', /^(?:alpha|a)$/i],
  ['b', /^(?:beta|b)$/i],
  ['rc', /^(?:rc|c|pre|preview)$/i],
];
const DEV_ORDER = 'semver puts dev after beta, PEP 440 before the first alpha';
const SEMVER_LABEL: Readonly<Record<PreReleaseLabel, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };

/**
 * The PEP 440 version that a semantic version means. It maps from the parsed parts: as text, `1.2.3-1` would be a post-release,
 * newer than 1.2.3, while semver means an older one.
 *
 * @throws {VersionError} SEMVER_INVALID; SEMVER_UNMAPPABLE for what has no equal in PEP 440 (`-1`, `-nightly.1`, `-alpha.beta`, build data)
 */
export function fromSemver(text: string, options: SemverMappingOptions = {}): Version {
  return mapSemver(text, options).version;
}

/** As {@link fromSemver}, with warnings: `-alpha10` without a dot sorts as text in semver, before `-alpha2`. */
export function mapSemver(text: string, options: SemverMappingOptions = {}): MappedSemver {
  const semver = text.trim() === text ? parseSemver(text) : null;
  if (semver === null) {
    throw new VersionError('SEMVER_INVALID', `${quoted(text)} is not a semantic version`, {
      hint: 'Semantic versions have three numbers: 1.2.3 or 1.2.3-rc.1.',
    });
  }
  if (semver.build.length > 0 && options.dropBuild !== true) {
    throw unmappable(text, 'build data would become a local version, which no index accepts');
  }
  const version = { epoch: 0n, release: [semver.major, semver.minor, semver.patch].map(BigInt) };
  if (semver.prerelease.length === 0) return { version, warnings: [] };
  const identifiers = semver.prerelease.join('.');
  const [, name = '', number = '0'] = /^([a-z]+)(?:\.?([0-9]+))?$/i.exec(identifiers) ?? [];
  const warnings = orderWarnings(text, identifiers);
  const label = LABELS.find(([, pattern]) => pattern.test(name))?.[0];
  if (label !== undefined) {
    return { version: { ...version, pre: { label, number: BigInt(number) } }, warnings };
  }
  if (!/^dev$/i.test(name)) throw unmappable(text, `PEP 440 has no "${identifiers}" before a release`);
  if (options.dev !== true) throw unmappable(text, DEV_ORDER);
  return { version: { ...version, dev: BigInt(number) }, warnings: [...warnings, DEV_ORDER] };
}

/**
 * The semantic version that a PEP 440 version means, in canonical form: `1.2rc1` is `1.2.0-rc.1`.
 *
 * @throws {VersionError} SEMVER_UNMAPPABLE for an epoch, a post-release, a development release, a local part, a fourth number that is not
 * zero, or a number past 2^53, which npm's semver refuses
 */
export function toSemver(version: Version): string {
  const { epoch, release, pre, post, dev, local } = version;
  const text = formatVersion(version);
  if (epoch !== 0n) throw unmappable(text, 'semver has no epoch');
  if (post !== undefined)
    throw unmappable(text, 'semver has nothing newer than a release with the same numbers');
  if (dev !== undefined) throw unmappable(text, DEV_ORDER);
  if (local !== undefined) throw unmappable(text, 'semver ignores build data when it orders');
  if (release.slice(3).some((part) => part !== 0n)) throw unmappable(text, 'semver has three numbers');
  const numbers = [release[0], release[1], release[2]].map((part) => part ?? 0n).join('.');
  const semver = pre === undefined ? numbers : `${numbers}-${SEMVER_LABEL[pre.label]}.${pre.number}`;
  if (validSemver(semver) === null) throw unmappable(text, 'a number is past 2^53');
  return semver;
}

function unmappable(text: string, because: string): VersionError {
  return new VersionError('SEMVER_UNMAPPABLE', `${quoted(text)} has no equal on the other side: ${because}`, {
    hint: 'Use three numbers, with -alpha.N, -beta.N or -rc.N (aN, bN or rcN in Python) for pre-releases.',
  });
}

/** The canonical spellings keep their order in both worlds; these do not. */
function orderWarnings(text: string, identifiers: string): string[] {
  const warnings: string[] = [];
  if (/^[a-z]+[0-9]+$/i.test(identifiers)) {
    warnings.push(`${quoted(text)}: without a dot before the number, semver sorts rc10 before rc2`);
  }
  if (/[A-Z]/.test(identifiers)) {
    warnings.push(
      `${quoted(text)}: semver sorts capital letters before small ones, PEP 440 ignores the case`,
    );
  }
  return warnings;
}
