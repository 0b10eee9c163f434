import { formatVersion, parseVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { nextVersion } from '../version/bump-request.ts';
import { bumpOfSuggestion } from './coming-version.ts';

const version = (text: string | undefined) => (text === undefined ? undefined : parseVersion(text));

describe('bumpOfSuggestion', () => {
  it.each([
    ['minor', '1.2.0', '1.2.0', '1.3.0'],
    ['patch', '1.2.0', '1.2.0', '1.2.1'],
    ['minor', '1.3.0', '1.2.0', '1.3.0'],
    ['patch', '1.3.0', '1.2.0', '1.3.0'],
    ['major', '1.3.0', '1.2.0', '2.0.0'],
    ['minor', '0.1.0', undefined, '0.1.0'],
    ['patch', '1.1.0', '1.2.0', '1.1.1'],
    ['minor', '1.3.0rc1', '1.2.0', '1.3.0'],
  ] as const)('%s with %s in the tree after %s is %s', (bump, current, released, expected) => {
    const start = parseVersion(current);
    const chosen = bumpOfSuggestion({ bump, because: '' }, start, version(released));
    expect(chosen === undefined ? undefined : formatVersion(nextVersion(chosen, start, undefined))).toBe(
      expected,
    );
  });

  it('is undefined when no change asks for a release, whatever the tree states', () => {
    expect(bumpOfSuggestion({ bump: 'none', because: '' }, parseVersion('1.3.0'), undefined)).toBeUndefined();
  });
});
