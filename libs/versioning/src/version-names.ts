import { quoted, VersionError } from './errors.ts';
import { formatVersion, parseRelease, parseVersion, tryParseVersion, type Version } from './version.ts';

/** The part of a template that stands for the version. */
const PLACEHOLDER = '{version}';
const BRANCH_TEMPLATE = 'release-v{version}';
const TAG_TEMPLATE = 'v{version}';

/** Why a name is not that of a version. */
export const NOT_A_VERSION_REASONS = [
  'unsafe-name',
  'other-template',
  'no-version',
  'second-v',
  'ambiguous',
] as const;

/**
 * Why a name is not that of a version: `unsafe-name`, git or a shell would stumble over it; `other-template`, it does not begin and end as
 * the template does; `no-version`, what is left is no version; `second-v`, what is left begins with a `v` of its own; `ambiguous`, what is
 * left is older than the release in semver and newer in PEP 440 (`1.2.3-1`).
 */
export type NotAVersionReason = (typeof NOT_A_VERSION_REASONS)[number];

/** A name that is a version's under the template. */
export interface VersionName {
  /** Told apart from the other reading by this. */
  readonly kind: 'version';
  /** The version in it. */
  readonly version: Version;
}

/** A name that is no version's. */
export interface OtherName {
  /** Told apart from the other reading by this. */
  readonly kind: 'not-a-version';
  /** Why. */
  readonly reason: NotAVersionReason;
}

/** What a branch or tag name says. */
export type NameReading = VersionName | OtherName;

/**
 * The name of the branch that proposes a version: `release-v1.2.3`.
 *
 * @param version a version, or its text in any spelling of PEP 440
 * @param template a name with `{version}` in it once
 * @throws {VersionError} VERSION_INVALID; TEMPLATE_INVALID; NAME_INVALID when git would not take the name
 */
export function releaseBranchName(version: Version | string, template = BRANCH_TEMPLATE): string {
  return nameOf(version, template);
}

/** The version that a branch proposes; undefined when it is not a release branch under this template. */
export function parseReleaseBranchName(name: string, template = BRANCH_TEMPLATE): Version | undefined {
  return versionIn(name, template);
}

/**
 * The name of a version's tag: `v1.2.3`.
 *
 * @param version a version, or its text in any spelling of PEP 440
 * @param template a name with `{version}` in it once
 * @throws {VersionError} VERSION_INVALID; TEMPLATE_INVALID; NAME_INVALID when git would not take the name
 */
export function tagName(version: Version | string, template = TAG_TEMPLATE): string {
  return nameOf(version, template);
}

/** The version of a tag; undefined when it is not a version's tag under this template. {@link readVersionName} says why. */
export function parseTagName(name: string, template = TAG_TEMPLATE): Version | undefined {
  return versionIn(name, template);
}

/**
 * The version in a branch or tag name, or the reason why there is none. Spellings other than the canonical one are read
 * (`v1.2.0-rc.1` is 1.2.0rc1), so two names can mean one version.
 *
 * @throws {VersionError} TEMPLATE_INVALID
 */
export function readVersionName(name: string, template: string): NameReading {
  return versionNameReader(template)(name);
}

/**
 * {@link readVersionName} for many names under one template.
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
  // Most tags are `v1.2.3`, and projects have thousands: digits between dots make no name unsafe that is safe with one digit.
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
  const reading = readVersionName(name, template);
  return reading.kind === 'version' ? reading.version : undefined;
}

function nameOf(version: Version | string, template: string): string {
  const { prefix, suffix } = splitTemplate(template);
  const text = typeof version === 'string' ? version : formatVersion(version);
  const name = `${prefix}${formatVersion(parseVersion(text))}${suffix}`;
  if (isRefName(name)) return name;
  throw new VersionError('NAME_INVALID', `${quoted(name)} is no name that git takes`, {
    hint: `Change the template ${quoted(template)}: no spaces, no "..", no dash in front, no ".lock" behind.`,
  });
}

/** What stands before and after the version. */
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
  throw new VersionError('TEMPLATE_INVALID', `${quoted(template)} is no template for names in git`, {
    hint: 'A template is a name that git takes, with {version} in it once: v{version}.',
  });
}

/**
 * Whether git takes a name for a branch or tag (git-check-ref-format), and no tool takes it for an option. Stricter in one point: ASCII
 * that can be seen only, so that no two names look alike.
 */
function isRefName(name: string): boolean {
  return (
    /^[!-~]+$/.test(name) &&
    !/[~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)/.test(name) &&
    !/^[-/.]|[/.]$|^@$/.test(name)
  );
}
