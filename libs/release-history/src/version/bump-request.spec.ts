import { formatVersion, parseVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import {
  canonical,
  isNewer,
  nextVersion,
  parseBumpRequest,
  parsePreviousVersion,
  sameVersion,
} from './bump-request.ts';

const usage = expect.objectContaining({ code: 'USAGE', hint: expect.any(String) as string }) as Error;

describe('parseBumpRequest', () => {
  it.each(['major', 'minor', 'patch', 'prerelease', 'release'])('%s', (word) => {
    expect(parseBumpRequest(word)).toEqual({ kind: 'bump', word });
  });

  it.each(['a', 'b', 'rc'])('prerelease with %s', (preid) => {
    expect(parseBumpRequest('prerelease', preid)).toEqual({ kind: 'bump', word: 'prerelease', preid });
  });

  it.each([
    ['1.2.3', '1.2.3'],
    ['1.2', '1.2'],
    ['2.0.0-rc.1', '2.0.0rc1'],
    ['1.2.3.post1', '1.2.3.post1'],
  ])('the version %s', (text, version) => {
    const request = parseBumpRequest(text);
    expect(request.kind === 'exact' && formatVersion(request.version)).toBe(version);
  });

  it.each(['', 'Minor', 'minor ', 'bump', 'v1.2.3', '1.x', 'latest', '--help', '1.2.3+local', '$(id)'])(
    '%j is neither a bump nor a version',
    (text) => {
      expect(() => parseBumpRequest(text)).toThrow(usage);
    },
  );

  it.each([
    ['prerelease', 'beta'],
    ['prerelease', ''],
    ['minor', 'x'],
    ['1.2.3', 'rc'],
  ])('%s --preid %j', (text, preid) => {
    expect(() => parseBumpRequest(text, preid)).toThrow(usage);
  });
});

describe('parsePreviousVersion', () => {
  it('parses a version', () => {
    expect(canonical(parsePreviousVersion('1.2.2'))).toBe('1.2.2');
  });
  it.each(['', 'minor', 'HEAD~1', '1.2.x'])('%j is not a version', (text) => {
    expect(() => parsePreviousVersion(text)).toThrow(usage);
  });
});

describe('nextVersion', () => {
  it.each([
    ['minor', '1.2.3', undefined, '1.3.0'],
    ['major', '1.2.3', undefined, '2.0.0'],
    ['patch', '1.2.3', undefined, '1.2.4'],
    ['prerelease', '1.2.3', undefined, '1.2.4rc1'],
    ['release', '2.0.0rc2', undefined, '2.0.0'],
    ['patch', '1.4.0', '1.2.2', '1.2.3'],
    ['minor', '1.4.0', '1.2.2', '1.3.0'],
    ['3.0.0', '1.4.0', undefined, '3.0.0'],
    ['3.0.0', '1.4.0', '1.2.2', '3.0.0'],
  ])('%s of %s after %s is %s', (text, current, previous, expected) => {
    const before = previous === undefined ? undefined : parseVersion(previous);
    expect(canonical(nextVersion(parseBumpRequest(text), parseVersion(current), before))).toBe(expected);
  });

  it.each([
    ['release', undefined, '1.2.3'],
    ['prerelease', 'a', '1.3.0rc1'],
  ])('%s --preid %s of %s is not newer: wrong usage', (text, preid, current) => {
    expect(() => nextVersion(parseBumpRequest(text, preid), parseVersion(current), undefined)).toThrow(usage);
  });
});

describe('versions that cannot be released', () => {
  // GitHub renames files with such a character.
  it.each([
    ['1!2.0', '1.0'],
    ['minor', '1!2.0'],
  ])('%s after %s', (text, current) => {
    const next = () => nextVersion(parseBumpRequest(text), parseVersion(current), undefined);
    expect(next).toThrow(expect.objectContaining({ code: 'VERSION_UNSUPPORTED' }) as Error);
  });
});

describe('comparisons', () => {
  it('are by value', () => {
    expect(isNewer(parseVersion('1.10'), parseVersion('1.9'))).toBe(true);
    expect(isNewer(parseVersion('1.0'), parseVersion('1.0.0'))).toBe(false);
    expect(sameVersion(parseVersion('1.0'), parseVersion('1.0.0'))).toBe(true);
    expect(sameVersion(parseVersion('1.0'), parseVersion('1.0rc1'))).toBe(false);
  });
});
