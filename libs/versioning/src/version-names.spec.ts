import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { versions } from '../test/arbitraries.ts';
import { corpusProjects, corpusText, hasCorpus } from '../test/corpus.ts';
import { formatVersion } from './version.ts';
import {
  type NotAVersionReason,
  parseReleaseBranchName,
  parseTagName,
  releaseBranchName,
  tagName,
  versionNameReader,
} from './version-names.ts';

/** The version in a name, or the reason why there is none. */
function reading(name: string, template: string): string {
  const result = versionNameReader(template)(name);
  return result.kind === 'version' ? formatVersion(result.version) : result.reason;
}

describe('names of branches and tags', () => {
  it('have default templates', () => {
    expect(releaseBranchName('1.2.3')).toBe('release-v1.2.3');
    expect(tagName('v1.2.0-RC.1')).toBe('v1.2.0rc1');
    expect(parseReleaseBranchName('release-v1.2.3')).toEqual({ epoch: 0n, release: [1n, 2n, 3n] });
    expect(parseTagName('v1.2.3')).toEqual({ epoch: 0n, release: [1n, 2n, 3n] });
    expect(parseTagName('release-v1.2.3')).toBeUndefined();
    expect(parseReleaseBranchName('v1.2.3')).toBeUndefined();
  });

  test.each([
    ['v{version}', '1.2.3', 'v1.2.3'],
    ['{version}', '1.2.3', '1.2.3'],
    ['demo/{version}', '1.2.3', 'demo/1.2.3'],
    ['demo-v{version}-final', '1.2.3', 'demo-v1.2.3-final'],
    ['releases/{version}/it', '1!1.2.3+local.1', 'releases/1!1.2.3+local.1/it'],
    ['@{version}', '1.0', '@1.0'],
  ])('with %s, %s becomes %s and back', (template, version, name) => {
    expect(tagName(version, template)).toBe(name);
    expect(releaseBranchName(version, template)).toBe(name);
    expect(reading(name, template)).toBe(version);
  });

  test.each<[string, string, NotAVersionReason | (string & {})]>([
    ['v1.2.0-rc.1', 'v{version}', '1.2.0rc1'],
    ['v01.2', 'v{version}', '1.2'],
    ['v1.2.3-1', 'v{version}', 'ambiguous'],
    ['v1.2.3-0', 'v{version}', 'ambiguous'],
    ['v1.2.3.post1', 'v{version}', '1.2.3.post1'],
    ['vv1.2.3', 'v{version}', 'second-v'],
    ['v1.2.3', '{version}', 'second-v'],
    ['V1.2.3', 'v{version}', 'other-template'],
    ['1.2.3', 'v{version}', 'other-template'],
    ['v', 'v{version}', 'other-template'],
    ['', '{version}', 'unsafe-name'],
    ['x1x', 'xx{version}xx', 'other-template'],
    ['v1.2.x', 'v{version}', 'no-version'],
    ['v1.2.3/', 'v{version}', 'unsafe-name'],
    ['v1.2.3/x', 'v{version}', 'no-version'],
    ['v1_2_3', 'v{version}', 'no-version'],
  ])('%j with %s: %s', (name, template, expected) => {
    expect(reading(name, template)).toBe(expected);
  });

  const hostile = [
    ...[
      'v1.2.3\n',
      'v1.2.3\r',
      '\nv1.2.3',
      'v1.2.3 ',
      ' v1.2.3',
      'v1. 2',
      'v1.2.3\t',
      'v1.2.3\u0000',
      'v1.2.3\u007f',
    ],
    ...[
      'v1..2',
      'v1.2.3.lock',
      '-v1.2.3',
      '--upload-pack=v1',
      'v1.2.3~1',
      'v1.2.3^',
      'v1:2',
      'v1?',
      'v1*',
      'v[1]',
    ],
    ...[
      'v1\\2',
      '/v1.2.3',
      'v1//2',
      'v1.',
      '.v1',
      'v/.1',
      'v@{1}',
      'v1.2.3\u200b',
      'v1.２.3',
      'v١.0',
      'v1.2.3\u0301',
    ],
    ...[
      'ｖ1.2.3',
      'v1\u20242',
      'v1.2.3\u2028',
      'v1.lock/2',
      '$(id)',
      'v1;id',
      'v1`id`',
      'v1|id',
      "v1'",
      'v1"',
    ],
  ];

  test.each(hostile)('%j is not a version', (name) => {
    expect(parseTagName(name)).toBeUndefined();
    expect(parseTagName(name, '{version}')).toBeUndefined();
    expect(parseReleaseBranchName(`release-${name}`)).toBeUndefined();
  });

  test.each([
    ...[
      '',
      'v',
      'v{version}{version}',
      'v {version}',
      '-{version}',
      '{version}.lock',
      '{version}..',
      'v{version}.',
    ],
    ...[
      '{version}~',
      'a/../{version}',
      '/{version}',
      '{version}/',
      'v{Version}',
      'é{version}',
      'v{version}\n',
      '@{{version}',
    ],
  ])('%j is not a template', (template) => {
    const error = expect.objectContaining({ code: 'TEMPLATE_INVALID' }) as Error;
    expect(() => tagName('1.2.3', template)).toThrow(error);
    expect(() => parseTagName('v1.2.3', template)).toThrow(error);
    expect(() => releaseBranchName('1.2.3', template)).toThrow(error);
  });

  it('refuse an invalid version, as text or as an object', () => {
    expect(() => tagName('x')).toThrow(expect.objectContaining({ code: 'VERSION_INVALID' }) as Error);
    expect(() => tagName({ epoch: 0n, release: [1n], local: ['../x'] })).toThrow(
      expect.objectContaining({ code: 'VERSION_INVALID' }) as Error,
    );
    expect(() => tagName({ epoch: 0n, release: [] })).toThrow(
      expect.objectContaining({ code: 'VERSION_INVALID' }) as Error,
    );
  });

  it('refuse a name that only the version makes invalid', () => {
    expect(() => tagName('1.0+x', '{version}.lock/y')).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_INVALID' }) as Error,
    );
    expect(() => tagName('1.0+a.lock')).toThrow(expect.objectContaining({ code: 'NAME_INVALID' }) as Error);
  });

  it('are parsed back to the same version', () => {
    const templates = fc.constantFrom(
      'v{version}',
      '{version}',
      'a/b-{version}',
      'release-v{version}',
      '{version}-x',
      'x1{version}.2',
    );
    fc.assert(
      fc.property(versions, templates, (version, template) => {
        fc.pre(formatVersion(version).length <= 255 && !formatVersion(version).endsWith('.lock'));
        expect(parseTagName(tagName(version, template), template)).toStrictEqual(version);
        expect(parseReleaseBranchName(releaseBranchName(version, template), template)).toStrictEqual(version);
      }),
      { numRuns: 500 },
    );
  });

  it('are all accepted by git', () => {
    const characters = fc.constantFrom(
      ...'vab1.-/@{}~^:?*[\\ \t\n'.split(''),
      '..',
      '.lock',
      '@{',
      '//',
      'é',
    );
    const names = fc.sample(
      fc.array(characters, { maxLength: 6 }).map((parts) => `v${parts.join('')}1`),
      { numRuns: 60, seed: 7 },
    );
    for (const name of names) {
      if (reading(name, 'v{version}') === 'unsafe-name') continue;
      expect([name, spawnSync('git', ['check-ref-format', `refs/tags/${name}`]).status]).toEqual([name, 0]);
    }
  });
});

describe.skipIf(!hasCorpus)('the tags of the corpus (skipped if the corpus is missing)', () => {
  const projects = hasCorpus ? corpusProjects('tags.json') : [];
  const tags = projects.flatMap((project) =>
    (JSON.parse(corpusText(`${project}/tags.json`)) as { name: string }[]).map(({ name }) => ({
      project,
      name,
    })),
  );
  /** Templates other than `v{version}` and `{version}`, by project. */
  const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
    'SFDO-Tooling__CumulusCI': ['release/{version}', 'beta/{version}'],
    'dbt-labs__dbt-core': ['dbt-kernel-v{version}'],
    devpi__devpi: [
      'server-{version}',
      'client-{version}',
      'web-{version}',
      'common-{version}',
      'postgresql-{version}',
      'debug-{version}',
    ],
    pydantic__pydantic: ['V{version}', 'core-v{version}'],
    pypa__hatch: ['hatch-v{version}', 'hatchling-v{version}'],
    Textualize__rich: ['v.{version}'],
  };

  function countEach(labels: readonly string[]): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
    return counts;
  }
  const label = (name: string, template: string) => {
    const result = versionNameReader(template)(name);
    return result.kind === 'version' ? 'version' : result.reason;
  };

  it('are versions, or have a reason why not', () => {
    expect(tags).toHaveLength(5100);
    expect(countEach(tags.map(({ name }) => label(name, 'v{version}')))).toEqual({
      version: 3054,
      'other-template': 2043,
      'no-version': 3,
    });
    expect(countEach(tags.map(({ name }) => label(name, '{version}')))).toEqual({
      version: 1553,
      'second-v': 3058,
      'no-version': 489,
    });
  });

  it('are versions with the templates of their projects, except for these', () => {
    const left = tags.filter(({ project, name }) => {
      const templates = ['v{version}', '{version}', ...(OTHER_FORMS[project] ?? [])];
      return templates.every((template) => label(name, template) !== 'version');
    });
    // psycopg2 up to 2.9.5. Reading an underscore as a dot would also turn names of features into versions.
    const isUnderscored = ({ name }: { name: string }) => /^[0-9]+_[0-9]/.test(name);
    expect(left.filter(isUnderscored)).toHaveLength(82);
    expect(left.filter((tag) => !isUnderscored(tag)).map(({ name }) => name)).toEqual([
      // words
      ...['newack', 'semver'],
      ...['0.15.latest', 'pr.testtag', 'v2.0.0-dev.24-test-pypi'],
      // another part of the repository, with two or three separate releases
      ...['devpi-2.0.2', 'devpi-2.0.3', 'docs-4.4', 'ubi+1'],
      ...['TDX', 'enable_separate_by_default', 'pre-removal-numpybook', 'with_maskna'],
      // a second attempt at a version
      'v0.27.6v2',
      // branches
      ...['0.12.x', '1.0.x', '1.1.x', '2.0.x', '2.1.x', '2.2.x', '2.3.x'],
      // a version and something else
      ...['2.9.11-riscv64', 'hojo', 'scrapy-0.25.1-sc'],
    ]);
  });
});
