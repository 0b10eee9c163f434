import { quoted, VersionError } from './errors.ts';
import { formatVersion, parseRelease, parseVersion, tryParseVersion, type Version } from './version.ts';

/** Replaced by the version in a template. */
const PLACEHOLDER = '{version}';
const BRANCH_TEMPLATE = 'release-v{version}';
const TAG_TEMPLATE = 'v{version}';

/**
 * The reason why a name does not contain a version. `unsafe-name`: git or a shell would not accept it. `other-template`: it does not begin and
 * end like the template. `no-version`: the rest is not a version. `second-v`: the rest begins with another `v`. `ambiguous`: the rest is older
 * than the release in semver and newer in PEP 440 (`1.2.3-1`).
 */
export type NotAVersionReason = 'unsafe-name' | 'other-template' | 'no-version' | 'second-v' | 'ambiguous';

/** A name that contains a version. */
export interface VersionName {
  /** Discriminates the readings. */
  readonly kind: 'version';
  /** The version in the name. */
  readonly version: Version;
}

/** A name that does not contain a version. */
export interface OtherName {
  /** Discriminates the readings. */
  readonly kind: 'not-a-version';
  /** Why it does not. */
  readonly reason: NotAVersionReason;
}

/** The result of reading a branch or tag name. */
export type NameReading = VersionName | OtherName;

/**
 * The name of the release branch for a version: `release-v1.2.3`.
 *
 * @param version a version, or its text in any spelling of PEP 440
 * @param template a name that contains `{version}` once
 * @throws {VersionError} VERSION_INVALID; TEMPLATE_INVALID; NAME_INVALID if git does not accept the name
 */
export function releaseBranchName(version: Version | string, template = BRANCH_TEMPLATE): string {
  return nameOf(version, template);
}

/** The version of a release branch; undefined if the branch does not match the template. */
export function parseReleaseBranchName(name: string, template = BRANCH_TEMPLATE): Version | undefined {
  return versionIn(name, template);
}

/**
 * The name of the tag for a version: `v1.2.3`.
 *
 * @param version a version, or its text in any spelling of PEP 440
 * @param template a name that contains `{version}` once
 * @throws {VersionError} VERSION_INVALID; TEMPLATE_INVALID; NAME_INVALID if git does not accept the name
 */
export function tagName(version: Version | string, template = TAG_TEMPLATE): string {
  return nameOf(version, template);
}

/** The version of a tag; undefined if the tag does not match the template. */
export function parseTagName(name: string, template = TAG_TEMPLATE): Version | undefined {
  return versionIn(name, template);
}

/**
 * Returns a function that reads the version from a branch or tag name, or the reason why there is none. It accepts all spellings, not only
 * the canonical one (`v1.2.0-rc.1` is 1.2.0rc1), so two names can have the same version.
 *
 * @throws {VersionError} TEMPLATE_INVALID
 */
export function versionNameReader(template: string): (name: string) => NameReading {
  const parts = splitTemplate(template);
  return (name) => readName(name, parts);
}

function readName(name: string, { prefix, suffix }: TemplateParts): NameReading {
  const fits =
    name.length > prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
  const text = fits ? name.slice(prefix.length, name.length - suffix.length) : '';
  // Most tags are `v1.2.3`, and projects have thousands. Digits and dots cannot make a name unsafe, since the template is safe with one digit.
  const release = parseRelease(text);
  if (release !== undefined) return { kind: 'version', version: release };
  if (!isRefName(name)) return { kind: 'not-a-version', reason: 'unsafe-name' };
  if (!fits) return { kind: 'not-a-version', reason: 'other-template' };
  if (/^v/i.test(text)) return { kind: 'not-a-version', reason: 'second-v' };
  const version = tryParseVersion(text);
  if (version === undefined) return { kind: 'not-a-version', reason: 'no-version' };
  if (/^[0-9!.]+-[0-9]+$/.test(text)) return { kind: 'not-a-version', reason: 'ambiguous' };
  return { kind: 'version', version };
}

function versionIn(name: string, template: string): Version | undefined {
  const reading = versionNameReader(template)(name);
  return reading.kind === 'version' ? reading.version : undefined;
}

function nameOf(version: Version | string, template: string): string {
  const { prefix, suffix } = splitTemplate(template);
  const text = typeof version === 'string' ? version : formatVersion(version);
  const name = `${prefix}${formatVersion(parseVersion(text))}${suffix}`;
  if (isRefName(name)) return name;
  throw new VersionError('NAME_INVALID', `${quoted(name)} is not a name that git accepts`, {
    hint: `Change the template ${quoted(template)}: no spaces, no "..", no leading dash, no ".lock" at the end.`,
  });
}

/** The text before and after the version. */
interface TemplateParts {
  readonly prefix: string;
  readonly suffix: string;
}

function splitTemplate(template: string): TemplateParts {
  const [prefix, suffix, ...more] = template.split(PLACEHOLDER);
  if (
    prefix !== undefined &&
    suffix !== undefined &&
    more.length === 0 &&
    isRefName(template.replace(PLACEHOLDER, '1'))
  ) {
    return { prefix, suffix };
  }
  throw new VersionError('TEMPLATE_INVALID', `${quoted(template)} is not a template for names in git`, {
    hint: 'A template is a name that git accepts and contains {version} once: v{version}.',
  });
}

/**
 * Whether git accepts a name for a branch or tag (git-check-ref-format), and no tool mistakes it for an option. Stricter in one point: only
 * visible ASCII, so that no two names look alike.
 */
function isRefName(name: string): boolean {
  return (
    /^[!-~]+$/.test(name) &&
    !/[~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)/.test(name) &&
    !/^[-/.]|[/.]$|^@$/.test(name)
  );
}
