import { quoted } from './errors.ts';
import { asString, tableAt, type TomlTable } from './toml-document.ts';
import { setuptoolsModulePaths } from './setuptools-layout.ts';
import type {
  FileVersionSource,
  TagVersionSource,
  UnsupportedVersionSource,
  VersionSource,
} from './version-source.ts';

/** Decides where a dynamic version comes from, by the build backend and its settings. */
export function decideVersionSource(document: TomlTable): VersionSource {
  if (tableAt(document, 'tool', 'poetry-dynamic-versioning')?.['enable'] === true) {
    return tag('poetry-dynamic-versioning', 'POETRY_DYNAMIC_VERSIONING_BYPASS');
  }
  // Without a build backend, build tools use setuptools (PEP 517).
  const backend = asString(tableAt(document, 'build-system')?.['build-backend']) ?? 'setuptools.build_meta';
  const decide = BACKENDS.find(([pattern]) => pattern.test(backend))?.[1];
  return decide?.(document) ?? unsupported(`the build backend ${backend} is not supported`);
}

type Decide = (document: TomlTable) => VersionSource;

const BACKENDS: readonly (readonly [RegExp, Decide])[] = [
  [/^hatchling\b/, fromHatch],
  [/^setuptools\b/, fromSetuptools],
  [/^flit(?:_core)?\./, fromFlit],
  [/^pdm\b/, fromPdm],
  [/^poetry\b/, fromPoetry],
  [/^maturin\b/, () => unsupported('maturin takes the version from Cargo.toml')],
];

// The default patterns of Hatch and PDM. Hatch also allows an annotation and a leading v.
const HATCH_PATTERN = String.raw`(?i)^(?:__version__|VERSION)(?: *: *str)? *= *(['"])v?(?P<version>.+?)\1`;
const PDM_PATTERN = String.raw`^(?:__version__|VERSION)\s*=\s*["'](?P<version>.+?)["']\s*(?:#.*)?$`;

function fromHatch(document: TomlTable): VersionSource {
  const settings = tableAt(document, 'tool', 'hatch', 'version');
  if (settings === undefined) return unsupported('the settings of Hatch are in hatch.toml or a plugin');
  const source = asString(settings['source']) ?? 'regex';
  const path = asString(settings['path']);
  if (source === 'vcs') return tag('hatch-vcs', hatchVcsVariable(settings));
  if (source === 'env') {
    const variable = asString(settings['variable']);
    return variable === undefined
      ? unsupported('tool.hatch.version has no variable')
      : tag('hatch-env', variable);
  }
  if (source === 'uv-dynamic-versioning') return tag(source, 'UV_DYNAMIC_VERSIONING_BYPASS');
  if (source !== 'regex' && source !== 'code')
    return unsupported(`Hatch takes the version from its plugin ${source}`);
  if (path === undefined) return unsupported('tool.hatch.version has no path');
  if (source === 'regex') {
    const pattern = asString(settings['pattern']) ?? HATCH_PATTERN;
    return file('hatch', [path], { kind: 'pattern', pattern });
  }
  const name = asString(settings['expression']) ?? '__version__';
  if (!IDENTIFIER.test(name)) return unsupported('tool.hatch.version computes the version');
  return file('hatch', [path], { kind: 'attribute', name });
}

/**
 * hatch-vcs calls setuptools-scm without the project's name, so that only the general variable counts unless the options contain the name
 * (github.com/ofek/hatch-vcs, issue 108).
 */
function hatchVcsVariable(settings: TomlTable): string {
  const name = asString(tableAt(settings, 'raw-options')?.['dist_name']);
  return name === undefined ? 'SETUPTOOLS_SCM_PRETEND_VERSION' : pretendVariable(name);
}

function fromSetuptools(document: TomlTable): VersionSource {
  const settings = tableAt(document, 'tool', 'setuptools', 'dynamic', 'version');
  const attribute = asString(settings?.['attr'])?.trim();
  if (attribute !== undefined) {
    const parts = attribute.split('.');
    const name = parts.pop() ?? '';
    const module = parts.length === 0 ? '__init__' : parts.join('.');
    const paths = setuptoolsModulePaths(document, module);
    return file('setuptools', paths, { kind: 'attribute', name });
  }
  const value: unknown = settings?.['file'];
  const files: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [only] = files;
  if (files.length === 1 && typeof only === 'string') {
    return file('setuptools', [only], { kind: 'whole' });
  }
  if (settings !== undefined) return unsupported('setuptools builds the version from several files');
  const scm = tableAt(document, 'tool', 'setuptools_scm') ?? tableAt(document, 'tool', 'setuptools-scm');
  const name = asString(scm?.['dist_name']) ?? asString(tableAt(document, 'project')?.['name']);
  if (scm === undefined && !requires(document, /^setuptools[-_.]scm\b.*\[[^\]]*\bsimple\b/i)) {
    return unsupported('the version is in setup.py or setup.cfg');
  }
  return tag('setuptools-scm', name === undefined ? 'SETUPTOOLS_SCM_PRETEND_VERSION' : pretendVariable(name));
}

/** flit reads `__init__.py` last, so its version takes precedence over those of the other files. */
const FLIT_FILES = ['__init__.py', 'version.py', '_version.py', '__version__.py'];

function fromFlit(document: TomlTable): VersionSource {
  const module =
    asString(tableAt(document, 'tool', 'flit', 'module')?.['name']) ??
    asString(tableAt(document, 'project')?.['name'])?.replaceAll('-', '_');
  if (module === undefined) return unsupported('the project has no name');
  const folder = module.replaceAll('.', '/');
  const paths = ['', 'src/'].flatMap((root) => [
    ...FLIT_FILES.map((file) => `${root}${folder}/${file}`),
    `${root}${folder}.py`,
  ]);
  return file('flit', paths, { kind: 'attribute', name: '__version__' });
}

function fromPdm(document: TomlTable): VersionSource {
  const settings = tableAt(document, 'tool', 'pdm', 'version');
  const path = asString(settings?.['path']);
  const source = asString(settings?.['source']) ?? (path === undefined ? undefined : 'file');
  if (source === 'scm') return tag('pdm', 'PDM_BUILD_SCM_VERSION');
  if (source !== 'file' || path === undefined) return unsupported('PDM computes the version');
  const pattern = asString(settings?.['pattern']) ?? PDM_PATTERN;
  return file('pdm', [path], { kind: 'pattern', pattern });
}

/** Poetry 2 takes a version that is dynamic in [project] from its own table. */
function fromPoetry(document: TomlTable): VersionSource {
  const path = ['tool', 'poetry', 'version'];
  if (asString(tableAt(document, 'tool', 'poetry')?.['version']) === undefined) {
    return unsupported('[tool.poetry] has no version');
  }
  return file('poetry', ['pyproject.toml'], { kind: 'key', path });
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The variable that overrides setuptools-scm for one project: the normalised name in capitals, with underscores. */
function pretendVariable(name: string): string {
  return `SETUPTOOLS_SCM_PRETEND_VERSION_FOR_${name.replace(/[-_.]+/g, '_').toUpperCase()}`;
}

function requires(document: TomlTable, pattern: RegExp): boolean {
  const list = tableAt(document, 'build-system')?.['requires'];
  return Array.isArray(list) && list.some((item) => typeof item === 'string' && pattern.test(item));
}

/** A file of the project; a path that leads out of its folder is not supported. */
function file(
  tool: FileVersionSource['tool'],
  paths: readonly string[],
  lookup: FileVersionSource['lookup'],
): VersionSource {
  const plain = paths.map((path) => path.replace(/^(?:\.\/)+/, ''));
  const outside = plain.find((path) => /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path));
  if (outside !== undefined) return unsupported(`the version is in ${quoted(outside)}, outside the project`);
  return { kind: 'file', tool, paths: plain, lookup };
}

function tag(tool: TagVersionSource['tool'], variable: string): TagVersionSource {
  return { kind: 'tag', tool, variable };
}

function unsupported(because: string): UnsupportedVersionSource {
  return {
    kind: 'unsupported',
    because,
    hint: 'Write the version in [project] as version = "1.2.3", or in a file that the build backend reads.',
  };
}
