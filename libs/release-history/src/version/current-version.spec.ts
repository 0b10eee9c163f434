import { formatVersion, parseVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { currentVersion, requestedVersion } from './current-version.ts';
import type { ProjectVersion } from './project-version.ts';

const TAGGED: ProjectVersion = {
  kind: 'tag',
  origin: { kind: 'tag', tool: 'hatch-vcs', variable: 'SETUPTOOLS_SCM_PRETEND_VERSION' },
};
const STATED: ProjectVersion = {
  kind: 'stated',
  version: '1.2.0',
  path: 'pyproject.toml',
  text: '',
  origin: { kind: 'static', version: '1.2.0' },
};
const shown = (version: ReturnType<typeof currentVersion>) =>
  version === undefined ? undefined : formatVersion(version);

describe('currentVersion', () => {
  it.each([
    ['the stated version, whatever the tags are', STATED, ['v9.0.0'], '1.2.0'],
    ['the highest tag, not the last', TAGGED, ['v1.10.0', 'v1.9.0'], '1.10.0'],
    ['pre-releases too', TAGGED, ['v1.0.0', 'v1.1.0rc1'], '1.1.0rc1'],
    ['only version tags', TAGGED, ['nightly', 'v1.0.0', 'w2.0.0'], '1.0.0'],
    ['no version tag', TAGGED, ['nightly'], undefined],
  ] as const)('%s', (_, project, tags, expected) => {
    expect(shown(currentVersion(project, tags, 'v{version}'))).toBe(expected);
  });
});

describe('requestedVersion', () => {
  it('bumps the start version, or is the given version', () => {
    expect(shown(requestedVersion({ kind: 'bump', word: 'minor' }, parseVersion('1.2.3')))).toBe('1.3.0');
    expect(shown(requestedVersion({ kind: 'exact', version: parseVersion('0.1') }, undefined))).toBe('0.1');
  });

  it('cannot bump without a start version', () => {
    expect(() => requestedVersion({ kind: 'bump', word: 'minor' }, undefined)).toThrow(
      expect.objectContaining({ code: 'VERSION_MISSING' }) as Error,
    );
  });
});
