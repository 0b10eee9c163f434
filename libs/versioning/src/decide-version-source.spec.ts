import { describe, expect, it, test } from 'vitest';
import { corpusPyprojects, corpusText, hasCorpus } from '../test/corpus.ts';
import { decideVersionSource } from './decide-version-source.ts';
import { readPyprojectVersion } from './pyproject-version.ts';
import { parseToml } from './toml-document.ts';

const backend = (name: string) => `[build-system]\nbuild-backend = "${name}"\nrequires = []\n`;
const HATCH = `${backend('hatchling.build')}[tool.hatch.version]\n`;
const PDM = `${backend('pdm.backend')}[tool.pdm.version]\n`;
const SETUPTOOLS = `${backend('setuptools.build_meta')}[project]\nname = "My-Demo.x"\n`;
const FLIT = `${backend('flit_core.buildapi')}[project]\nname = "my-demo"\n`;
const POETRY = backend('poetry.core.masonry.api');
const file = (tool: string, paths: string[], lookup: unknown) => ({ kind: 'file', tool, paths, lookup });
const named = (name: string) => ({ kind: 'attribute', name });
const tag = (tool: string, variable: string) => ({ kind: 'tag', tool, variable });
const patterned = { kind: 'pattern', pattern: expect.stringContaining('__version__') as string };

describe('decideVersionSource', () => {
  test.each([
    [
      'Hatch, path',
      `${HATCH}path = "src/demo/__about__.py"`,
      file('hatch', ['src/demo/__about__.py'], patterned),
    ],
    [
      'Hatch, path and pattern',
      `${HATCH}path = "./VERSION"\npattern = '(?P<version>.+)'`,
      file('hatch', ['VERSION'], { kind: 'pattern', pattern: '(?P<version>.+)' }),
    ],
    ['Hatch, regex by name', `${HATCH}source = "regex"\npath = "v.py"`, file('hatch', ['v.py'], patterned)],
    ['Hatch, code', `${HATCH}source = "code"\npath = "v.py"`, file('hatch', ['v.py'], named('__version__'))],
    [
      'Hatch, name',
      `${HATCH}source = "code"\npath = "v.py"\nexpression = "V"`,
      file('hatch', ['v.py'], named('V')),
    ],
    ['Hatch, vcs', `${HATCH}source = "vcs"`, tag('hatch-vcs', 'SETUPTOOLS_SCM_PRETEND_VERSION')],
    [
      'Hatch, vcs with a name',
      `${HATCH}source = "vcs"\nraw-options = { dist_name = "my-demo" }`,
      tag('hatch-vcs', 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_DEMO'),
    ],
    [
      'Hatch, uv-dynamic-versioning',
      `${HATCH}source = "uv-dynamic-versioning"`,
      tag('uv-dynamic-versioning', 'UV_DYNAMIC_VERSIONING_BYPASS'),
    ],
    ['Hatch, env', `${HATCH}source = "env"\nvariable = "DEMO_VERSION"`, tag('hatch-env', 'DEMO_VERSION')],
    [
      'setuptools, attr',
      `${SETUPTOOLS}[tool.setuptools.dynamic]\nversion = { attr = "demo.about.VERSION" }`,
      file(
        'setuptools',
        ['demo/about.py', 'demo/about/__init__.py', 'src/demo/about.py', 'src/demo/about/__init__.py'],
        named('VERSION'),
      ),
    ],
    [
      'setuptools, attr with a common folder',
      `${SETUPTOOLS}[tool.setuptools]\npackage-dir = { "" = "lib" }\ndynamic.version.attr = "demo.__version__"`,
      file('setuptools', ['lib/demo.py', 'lib/demo/__init__.py'], named('__version__')),
    ],
    [
      'setuptools, attr with a folder for the package',
      `${SETUPTOOLS}[tool.setuptools]\npackage-dir = { demo = "./python/it" }\ndynamic.version.attr = "demo.v.__version__"`,
      file('setuptools', ['python/it/v.py', 'python/it/v/__init__.py'], named('__version__')),
    ],
    [
      'setuptools, attr with folders to search',
      `${SETUPTOOLS}[tool.setuptools]\npackages.find.where = ["py"]\ndynamic.version.attr = "demo.V"`,
      file(
        'setuptools',
        [
          'py/demo.py',
          'py/demo/__init__.py',
          'demo.py',
          'demo/__init__.py',
          'src/demo.py',
          'src/demo/__init__.py',
        ],
        named('V'),
      ),
    ],
    [
      'setuptools, attr without a module',
      `${SETUPTOOLS}[tool.setuptools]\npackage-dir = { "" = "." }\ndynamic.version.attr = "VERSION"`,
      file('setuptools', ['__init__.py', '__init__/__init__.py'], named('VERSION')),
    ],
    [
      'setuptools, file',
      `${SETUPTOOLS}[tool.setuptools]\ndynamic.version.file = "VERSION"`,
      file('setuptools', ['VERSION'], { kind: 'whole' }),
    ],
    [
      'setuptools, a list of one file',
      `${SETUPTOOLS}[tool.setuptools]\ndynamic.version.file = ["./demo/VERSION"]`,
      file('setuptools', ['demo/VERSION'], { kind: 'whole' }),
    ],
    [
      'setuptools-scm',
      `${SETUPTOOLS}[tool.setuptools_scm]`,
      tag('setuptools-scm', 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_DEMO_X'),
    ],
    [
      'setuptools-scm with a name',
      `${SETUPTOOLS}[tool.setuptools-scm]\ndist_name = "other"`,
      tag('setuptools-scm', 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_OTHER'),
    ],
    [
      'setuptools-scm, simple',
      SETUPTOOLS.replace('[]', '["setuptools-scm[toml, simple]>=9"]'),
      tag('setuptools-scm', 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_DEMO_X'),
    ],
    [
      'setuptools-scm without a project',
      '[tool.setuptools_scm]',
      tag('setuptools-scm', 'SETUPTOOLS_SCM_PRETEND_VERSION'),
    ],
    [
      'flit',
      FLIT,
      file(
        'flit',
        [
          ...[
            'my_demo/__init__.py',
            'my_demo/version.py',
            'my_demo/_version.py',
            'my_demo/__version__.py',
            'my_demo.py',
          ],
          ...['src/my_demo/__init__.py', 'src/my_demo/version.py', 'src/my_demo/_version.py'],
          ...['src/my_demo/__version__.py', 'src/my_demo.py'],
        ],
        named('__version__'),
      ),
    ],
    [
      'PDM, file',
      `${PDM}source = "file"\npath = "demo/__init__.py"`,
      file('pdm', ['demo/__init__.py'], patterned),
    ],
    ['PDM, path alone', `${PDM}path = "v.py"`, file('pdm', ['v.py'], patterned)],
    [
      'PDM, pattern',
      `${PDM}source = "file"\npath = "v.txt"\npattern = 'v=(.+)'`,
      file('pdm', ['v.txt'], { kind: 'pattern', pattern: 'v=(.+)' }),
    ],
    ['PDM, scm', `${PDM}source = "scm"`, tag('pdm', 'PDM_BUILD_SCM_VERSION')],
    [
      'Poetry, its own table',
      `${POETRY}[tool.poetry]\nversion = "1"`,
      file('poetry', ['pyproject.toml'], { kind: 'key', path: ['tool', 'poetry', 'version'] }),
    ],
    [
      'Poetry, plugin that reads tags',
      `${POETRY}[tool.poetry]\nversion = "0"\n[tool.poetry-dynamic-versioning]\nenable = true`,
      tag('poetry-dynamic-versioning', 'POETRY_DYNAMIC_VERSIONING_BYPASS'),
    ],
  ])('%s', (_, text, source) => {
    expect(decideVersionSource(parseToml(text))).toEqual(source);
  });

  it('supports a namespace package of flit', () => {
    const source = decideVersionSource(parseToml(`${FLIT}[tool.flit.module]\nname = "ns.demo"`));
    expect(source).toMatchObject({
      paths: expect.arrayContaining(['ns/demo/__init__.py', 'src/ns/demo.py']) as string[],
    });
  });

  test.each([
    ['Hatch without settings', backend('hatchling.build')],
    ['Hatch, a plugin', `${HATCH}source = "nodejs"`],
    ['Hatch, env without a variable', `${HATCH}source = "env"`],
    ['Hatch, no path', `${HATCH}pattern = "x"`],
    ['Hatch, an expression', `${HATCH}source = "code"\npath = "v.py"\nexpression = "get()"`],
    ['Hatch, a path out of the project', `${HATCH}path = "../v.py"`],
    ['Hatch, an absolute path', `${HATCH}path = "/etc/v.py"`],
    ['setuptools, several files', `${SETUPTOOLS}[tool.setuptools]\ndynamic.version.file = ["a", "b"]`],
    ['setuptools, setup.py', SETUPTOOLS],
    ['setuptools-scm required, but not enabled', SETUPTOOLS.replace('[]', '["setuptools-scm>=8"]')],
    ['flit without a name', backend('flit_core.buildapi')],
    ['PDM, call', `${PDM}source = "call"\ngetter = "demo:version"`],
    ['PDM without settings', backend('pdm.backend')],
    ['Poetry without a version', POETRY],
    ['maturin', backend('maturin')],
    ['an unknown backend', backend('build_it')],
    ['a name that only begins like a known backend', backend('hatchlings.build')],
  ])('unsupported, with a hint: %s', (_, text) => {
    expect(decideVersionSource(parseToml(text))).toEqual({
      kind: 'unsupported',
      because: expect.any(String) as string,
      hint: expect.stringContaining('[project]') as string,
    });
  });
});

describe.skipIf(!hasCorpus)('the corpus of real files (skipped if the corpus is missing)', () => {
  it('has a source for every dynamic version', () => {
    const counts: Record<string, number> = {};
    for (const { file: name, kind } of corpusPyprojects()) {
      if (kind !== 'dynamic') continue;
      const found = readPyprojectVersion(corpusText(`pyproject/${name}`));
      if (found.kind !== 'dynamic') throw new Error(`${name}: ${found.kind}`);
      const { source } = found;
      const label = source.kind === 'unsupported' ? source.because : `${source.kind} ${source.tool}`;
      counts[label] = (counts[label] ?? 0) + 1;
    }
    expect(counts).toEqual({
      'file flit': 8,
      'file hatch': 18,
      'file pdm': 2,
      'file setuptools': 14,
      'tag hatch-vcs': 5,
      'tag pdm': 3,
      'tag setuptools-scm': 6,
      'maturin takes the version from Cargo.toml': 8,
      'the version is in setup.py or setup.cfg': 1,
    });
  });
});
