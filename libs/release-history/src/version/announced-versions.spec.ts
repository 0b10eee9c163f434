import { describe, expect, it } from 'vitest';
import { announcedVersions } from './announced-versions.ts';

const OLD = '# Changelog\n\n## [1.2.0] - 2026-01-01\n\n- Begin\n';
const NEW = '# Changelog\n\n## [1.3.0] - 2026-02-03\n\n- Greet\n\n## [1.2.0] - 2026-01-01\n\n- Begin\n';

describe('announcedVersions', () => {
  it.each([
    ['a new section', OLD, NEW, ['1.3.0']],
    ['the first changelog', undefined, OLD, ['1.2.0']],
    ['another spelling', OLD, NEW.replace('[1.3.0]', 'v1.3.0-rc.1'), ['1.3.0rc1']],
    ['one more entry', OLD, `${OLD}- More\n`, []],
    ['no change', OLD, OLD, []],
    ['a version in an entry', OLD, `${OLD}- Needs 9.9.9\n`, []],
    ['a removed section', NEW, OLD, []],
    ['no changelog', OLD, undefined, []],
  ] as const)('%s', (_, before, after, expected) => {
    expect(announcedVersions(before, after)).toEqual(expected);
  });
});
