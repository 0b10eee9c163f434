import { describe, expect, it } from 'vitest';
import { parsePyproject } from './pyproject.ts';

const PROJECT = '[project]\nname = "demo"\nversion = "1.0"\n';

describe('parsePyproject', () => {
  it('reads what building and testing need', () => {
    const text = `${PROJECT}
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
      buildRequires: ['hatchling'],
      testDependencies: { name: 'test', extra: true, group: false },
    });
  });

  it.each([
    ['no declaration', '', undefined],
    ['other groups only', '[dependency-groups]\ndocs = []', undefined],
    ['a group', '[dependency-groups]\ntests = []', { name: 'tests', extra: false, group: true }],
    [
      'dev as the last choice',
      '[dependency-groups]\ndev = []\ntest = []',
      { name: 'test', extra: false, group: true },
    ],
    [
      'a group and an extra with the same name',
      '[project.optional-dependencies]\ndev = []\n[dependency-groups]\ndev = []',
      { name: 'dev', extra: true, group: true },
    ],
  ])('finds the test dependencies in %s', (_, more, expected) => {
    expect(parsePyproject(PROJECT + more).testDependencies).toEqual(expected);
  });

  it('reports the place of an error', () => {
    expect(() => parsePyproject('[project]\nname = "demo"\nversion = \n')).toThrow(
      expect.objectContaining({ code: 'PYTHON_PYPROJECT_INVALID', line: 3 }),
    );
    expect(() => parsePyproject('[tool.ruff]\n')).toThrow(
      expect.objectContaining({ code: 'PYTHON_PYPROJECT_INVALID' }),
    );
  });
});
