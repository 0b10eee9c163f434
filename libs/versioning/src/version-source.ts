/** The first match of a regular expression. */
export interface PatternLookup {
  /** Discriminates the lookups. */
  readonly kind: 'pattern';
  /** In Python's syntax, with `^` and `$` at every line. The version is its group `version`, otherwise its first group. */
  readonly pattern: string;
}

/** A string assigned to a name at the top level of a Python module: `__version__ = "1.2.3"`. The first assignment counts. */
export interface AttributeLookup {
  /** Discriminates the lookups. */
  readonly kind: 'attribute';
  /** The name in the module. */
  readonly name: string;
}

/** A key of a TOML document. */
export interface KeyLookup {
  /** Discriminates the lookups. */
  readonly kind: 'key';
  /** The tables and the key, outermost first. */
  readonly path: readonly string[];
}

/** The whole file, except white space at both ends. */
export interface WholeLookup {
  /** Discriminates the lookups. */
  readonly kind: 'whole';
}

/** How to find the version in a file. */
export type VersionLookup = PatternLookup | AttributeLookup | KeyLookup | WholeLookup;

/** A file in the repository contains the version. */
export interface FileVersionSource {
  /** Discriminates the sources. */
  readonly kind: 'file';
  /** The tool whose settings name the file. */
  readonly tool: 'hatch' | 'setuptools' | 'flit' | 'pdm' | 'poetry';
  /**
   * Paths relative to the folder of pyproject.toml, with `/`. The first existing file that contains the version counts (see
   * `pickVersionFile`).
   */
  readonly paths: readonly string[];
  /** How to find the version in it. */
  readonly lookup: VersionLookup;
}

/** No file contains the version: the build takes it from the newest tag, or from its environment. */
export interface TagVersionSource {
  /** Discriminates the sources. */
  readonly kind: 'tag';
  /** The tool that reads it. `hatch-env` is Hatch's source `env`, which only reads the variable. */
  readonly tool:
    | 'setuptools-scm'
    | 'hatch-vcs'
    | 'hatch-env'
    | 'pdm'
    | 'poetry-dynamic-versioning'
    | 'uv-dynamic-versioning';
  /** The environment variable that passes the version to a build before the tag exists. */
  readonly variable: string;
}

/** The version comes from a source that this library does not support. */
export interface UnsupportedVersionSource {
  /** Discriminates the sources. */
  readonly kind: 'unsupported';
  /** The reason, as a sentence without a full stop. */
  readonly because: string;
  /** What to do. */
  readonly hint: string;
}

/** Where a dynamic version comes from. */
export type VersionSource = FileVersionSource | TagVersionSource | UnsupportedVersionSource;
