import { formatVersion, parseVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { keepSuperseded, parseSuperseded, supersededBy, withSuperseded } from './superseded.ts';

const found = (body: string) => supersededBy(body).map(formatVersion);

describe('a version that is given up', () => {
  it('is stated in the body, for people and for later checks', () => {
    const body = withSuperseded('### Fixed\n', parseVersion('1.3.0'));
    expect(body).toMatch(/^Supersedes 1\.3\.0,/);
    expect(body.endsWith('### Fixed\n')).toBe(true);
    expect(found(body)).toEqual(['1.3.0']);
  });

  it('is none by default', () => {
    expect(withSuperseded('text', undefined)).toBe('text');
    expect(found('Supersedes 1.3.0')).toEqual([]);
    expect(found('<!-- heroku-release supersedes=next -->')).toEqual([]);
  });

  it('may be one of several', () => {
    const body = withSuperseded(withSuperseded('', parseVersion('1.3.0')), parseVersion('1.3.1'));
    expect(found(body)).toEqual(['1.3.1', '1.3.0']);
  });

  it('stays when the draft is updated, each version once', () => {
    const present = withSuperseded('old', parseVersion('1.3.0'));
    expect(found(keepSuperseded('new', present, undefined))).toEqual(['1.3.0']);
    expect(found(keepSuperseded('new', present, parseVersion('1.3.0')))).toEqual(['1.3.0']);
    expect(found(keepSuperseded('new', present, parseVersion('1.3.1')))).toEqual(['1.3.0', '1.3.1']);
    expect(keepSuperseded('new', 'old', undefined)).toBe('new');
  });

  it.each(['1.3.0', 'v1.3.0'])('is parsed from %s', (text) => {
    expect(formatVersion(parseSuperseded(text))).toBe('1.3.0');
  });

  it.each(['', 'next', 'main'])('is not parsed from "%s"', (text) => {
    expect(() => parseSuperseded(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });
});
