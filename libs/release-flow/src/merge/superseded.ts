import { formatVersion, parseTagName, parseVersion } from '@heroku-release/versioning';
import type { Version } from '@heroku-release/versioning';
import { FlowError } from '../errors.ts';

/** Parses the version that a person gives up. Errors: `USAGE`. */
export function parseSuperseded(text: string): Version {
  const version = parseTagName(text) ?? (/^\d/.test(text) ? parseVersion(text) : undefined);
  if (version !== undefined) return version;
  throw new FlowError('USAGE', `"${text}" is not a version`, {
    hint: 'Example: heroku-release draft patch --supersedes 1.3.0',
  });
}

const PATTERN = /<!-- heroku-release supersedes=([!-~]+) -->/g;

/** The body of a release pull request, with the decision of a person to give up an unfinished version. Pure. */
export function withSuperseded(body: string, version: Version | undefined): string {
  if (version === undefined) return body;
  const text = formatVersion(version);
  return `Supersedes ${text}, which is given up and will not be published.\n<!-- heroku-release supersedes=${text} -->\n\n${body}`;
}

/** The versions that a release pull request gives up. Pure. */
export function supersededBy(body: string): Version[] {
  return [...body.matchAll(PATTERN)]
    .map(([, text = '']) => parseTagName(text, '{version}'))
    .filter((version) => version !== undefined);
}

/** A new body for a release pull request that keeps every decision recorded in its present body. Pure. */
export function keepSuperseded(body: string, present: string, more: Version | undefined): string {
  const versions = [...supersededBy(present), ...(more === undefined ? [] : [more])];
  const distinct = new Map(versions.map((version) => [formatVersion(version), version]));
  return [...distinct.values()].reduceRight(withSuperseded, body);
}
