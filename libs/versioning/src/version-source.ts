/** The first match of a regular expression. */
export interface PatternLookup {
  /** Told apart from the other lookups by this. */
  readonly kind: 'pattern';
  /**
   * As Python writes it, with `^` and `$` at every line. The version is its group `version`, else its first group.
   */
  readonly pattern: string;
}

/** A text assigned to a name at the top level of a Python module: `__version__ = "1.2.3"`. The first assignment counts. */
export interface AttributeLookup {
  /** Told apart from the other lookups by this. */
  readonly kind: 'attribute';
  /** The name in the module. */
  readonly name: string;
}

/** A key of a TOML document. */
export interface KeyLookup {
  /** Told apart from the other lookups by this. */
  readonly kind: 'key';
  /** The tables and the key, outermost first. */
  readonly path: readonly string[];
}

/** The whole file, white space at both ends aside. */
export interface WholeLookup {
  /** Told apart from the other lookups by this. */
  readonly kind: 'whole';
}

/** How a version is found in a file that holds it. */
export type VersionLookup = PatternLookup | AttributeLookup | KeyLookup | WholeLookup;

/** A file in the repository holds the version. */
export interface FileVersionSource {
  /** Told apart from the other sources by this. */
  readonly kind: 'file';
  /** The tool whose settings say so. */
  readonly tool: 'hatch' | 'setuptools' | 'flit' | 'pdm' | 'poetry';
  /**
   * Paths relative to the folder of pyproject.toml, with `/`. The first file that exists and in which the version is found is the one
   * (see `pickVersionFile`).
   */
  readonly paths: readonly string[];
  /** How the version is found in it. */
  readonly lookup: VersionLookup;
}

/** No file holds the version: the build takes it from the newest tag, or from its environment. */
export interface TagVersionSource {
  /** Told apart from the other sources by this. */
  readonly kind: 'tag';
  /** What takes it. `hatch-env` is Hatch's source `env`, which reads nothing but the variable. */
  readonly tool:
    | 'setuptools-scm'
    | 'hatch-vcs'
    | 'hatch-env'
    | 'pdm'
    | 'poetry-dynamic-versioning'
    | 'uv-dynamic-versioning';
  /** The environment variable that hands the version to a build before the tag exists. */
  readonly variable: string;
}

/** The version comes from where this library cannot follow. */
export interface UnsupportedVersionSource {
  /** Told apart from the other sources by this. */
  readonly kind: 'unsupported';
  /** Why, as a sentence without its end. */
  readonly because: string;
  /** What to do. */
  readonly hint: string;
}

/** Where a dynamic version comes from. */
export type VersionSource = FileVersionSource | TagVersionSource | UnsupportedVersionSource;
