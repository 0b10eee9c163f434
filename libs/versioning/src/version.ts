import { quoted, VersionError } from './errors.ts';

/** The three kinds of pre-release, oldest first: alpha, beta, release candidate. */
export type PreReleaseLabel = 'a' | 'b' | 'rc';

/** The pre-release part of a version: `rc1` is `{label: 'rc', number: 1n}`. */
export interface PreRelease {
  /** The kind. */
  readonly label: PreReleaseLabel;
  /** The number; 0n if none is written. */
  readonly number: bigint;
}

/**
 * A version of a Python distribution (PEP 440). Numbers are bigint, because dates and run ids in versions exceed 2^53.
 * An absent part is an absent key: `1.0.post0` has `post: 0n`, `1.0` has no `post`.
 */
export interface Version {
  /** 0n unless written (`1!2.0`). */
  readonly epoch: bigint;
  /** One part or more, as written: `1.0` and `1.0.0` differ here and compare equal. */
  readonly release: readonly bigint[];
  /** Older than the release itself: `1.0rc1`. */
  readonly pre?: PreRelease;
  /** A corrected version of the same release: `1.0.post1`. */
  readonly post?: bigint;
  /** A development release of the preceding parts: `1.0.dev1`. */
  readonly dev?: bigint;
  /** The parts after `+`: text in lower case, numbers as bigint. No index accepts an upload with them. */
  readonly local?: readonly (string | bigint)[];
}

/** Longer texts are refused without matching the grammar. */
const MAX_LENGTH = 255;

// The accepting grammar of PEP 440, appendix B. Flag `i` only: with `u` it would fold letters outside ASCII.
const GRAMMAR = new RegExp(
  [
    '^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)',
    '(?<pre>[-_.]?(?<label>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?',
    '(?<post>-(?<implicit>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?)?',
    '(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?',
    '(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
  'i',
);

/** Most versions consist of a release only, and are parsed without the grammar. */
const RELEASE_ONLY = /^[0-9]+(?:\.[0-9]+)*$/;

const LABELS: Readonly<Record<string, PreReleaseLabel>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/**
 * Parses a version in any spelling that PEP 440 accepts (`v1.2.0-rc.1` is `1.2.0rc1`). White space around it is refused, unlike in Python's
 * own parser.
 *
 * @throws {VersionError} VERSION_INVALID
 */
export function parseVersion(text: string): Version {
  const release = parseRelease(text);
  if (release !== undefined) return release;
  const groups = text.length <= MAX_LENGTH ? GRAMMAR.exec(text)?.groups : undefined;
  if (groups === undefined) {
    throw new VersionError('VERSION_INVALID', `${quoted(text)} is not a PEP 440 version`, {
      hint: 'Versions look like 1.2.3, 1.2.3rc1, 1.2.3.post1 or 1.2.3.dev4.',
    });
  }
  const label = LABELS[groups['label']?.toLowerCase() ?? ''];
  return {
    epoch: BigInt(groups['epoch'] ?? 0),
    release: (groups['release'] ?? '').split('.').map(BigInt),
    ...(label && { pre: { label, number: BigInt(groups['preNumber'] ?? 0) } }),
    ...(groups['post'] && { post: BigInt(groups['implicit'] ?? groups['postNumber'] ?? 0) }),
    ...(groups['dev'] && { dev: BigInt(groups['devNumber'] ?? 0) }),
    ...(groups['local'] && { local: groups['local'].toLowerCase().split(/[-_.]/).map(localPart) }),
  };
}

/** Parses a version that consists of a release only, such as `1.2.3`, without the grammar; undefined for any other text. */
export function parseRelease(text: string): Version | undefined {
  if (text.length > MAX_LENGTH || !RELEASE_ONLY.test(text)) return undefined;
  return { epoch: 0n, release: text.split('.').map(BigInt) };
}

/** Like {@link parseVersion}, but returns undefined instead of throwing. */
export function tryParseVersion(text: string): Version | undefined {
  const release = parseRelease(text);
  if (release !== undefined) return release;
  return text.length <= MAX_LENGTH && GRAMMAR.test(text) ? parseVersion(text) : undefined;
}

/**
 * The canonical text of a version, as used in file names and tags: `1.2.0-RC.1` becomes `1.2.0rc1`. Trailing zeros of the release are kept.
 * The result is only canonical for a version from {@link parseVersion} or a bump.
 */
export function formatVersion(version: Version): string {
  const { epoch, release, pre, post, dev, local } = version;
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.join('.'),
    pre === undefined ? '' : `${pre.label}${pre.number}`,
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local === undefined ? '' : `+${local.join('.')}`,
  ].join('');
}

/** Whether a version is a pre-release or a development release, which installers only choose on request. */
export function isPrerelease(version: Version): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}

function localPart(part: string): string | bigint {
  return /^[0-9]+$/.test(part) ? BigInt(part) : part;
}
