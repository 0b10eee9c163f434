import { describe, expect, it } from 'vitest';
import { parsePyproject } from './pyproject.ts';

const PROJECT = '[project]\nname = "demo"\nversion = "1.0"\n';

describe('parsePyproject', () => {
  it('reads what building and testing need', () => {
    const text = `${PROJECT}requires-python = ">=3.10"
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project.optional-dependencies]
docs = []
test = ["pytest"]
[dependency-groups]
dev = []
`;
    expect(parsePyproject(text)).toMatchObject({
      name: 'demo',
      version: { kind: 'static', version: '1.0' },
      requiresPython: '>=3.10',
      extras: ['docs', 'test'],
      dependencyGroups: ['dev'],
      buildBackend: 'hatchling.build',
      buildRequires: ['hatchling'],
      testDependencies: { name: 'test', extra: true, group: false },
    });
  });

  it.each([
    ['nothing', '', undefined],
    ['only others', '[dependency-groups]\ndocs = []', undefined],
    ['a group', '[dependency-groups]\ntests = []', { name: 'tests', extra: false, group: true }],
    [
      'dev as the last choice',
      '[dependency-groups]\ndev = []\ntest = []',
      { name: 'test', extra: false, group: true },
    ],
    [
      'a group and an extra of one name',
      '[project.optional-dependencies]\ndev = []\n[dependency-groups]\ndev = []',
      { name: 'dev', extra: true, group: true },
    ],
  ])('finds the dependencies of the tests in %s', (_what, more, found) => {
    expect(parsePyproject(PROJECT + more).testDependencies).toEqual(found);
  });

  it('takes a project without a build system for one of setuptools', () => {
    expect(parsePyproject(PROJECT).buildBackend).toBe('setuptools.build_meta:__legacy__');
  });

  it('says where a fault is', () => {
    expect(() => parsePyproject('[project]\nname = "demo"\nversion = \n')).toThrow(
      expect.objectContaining({ code: 'PYTHON_PYPROJECT_INVALID', line: 3 }),
    );
    expect(() => parsePyproject('[tool.ruff]\n')).toThrow(
      expect.objectContaining({ code: 'PYTHON_PYPROJECT_INVALID' }),
    );
  });
});
