/** How a version is found in a file that holds it. */
export type VersionLookup =
  /** A regular expression in Python's spelling with flag m; the version is its group `version`, else its first group. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** An assignment of a string to a name at the top of a Python module: `__version__ = "1.2.3"`. */
  | { readonly kind: 'attribute'; readonly name: string }
  /** The whole file, white space at both ends aside. */
  | { readonly kind: 'whole' };

/** A file holds the version. */
export interface FileVersionSource {
  readonly kind: 'file';
  /** The build back end, or its part, that reads it. */
  readonly tool: 'hatch' | 'setuptools' | 'flit' | 'pdm';
  /** Paths relative to the folder of pyproject.toml, with `/`; the first that exists is the one. */
  readonly paths: readonly string[];
  readonly lookup: VersionLookup;
}

/** The version is taken from the newest tag at build time; a build of a version not yet tagged gets it by an environment variable. */
export interface TagVersionSource {
  readonly kind: 'tag';
  readonly tool: 'setuptools-scm' | 'hatch-vcs' | 'pdm' | 'poetry-dynamic-versioning' | 'versioningit';
  /** The environment variable by which the version is handed to the build. */
  readonly variable: string;
}

/** The version comes from somewhere this library cannot follow. */
export interface UnsupportedVersionSource {
  readonly kind: 'unsupported';
  /** Why, as a part of a sentence. */
  readonly because: string;
  /** What to do. */
  readonly hint: string;
}

/** Where a dynamic version comes from. */
export type VersionSource = FileVersionSource | TagVersionSource | UnsupportedVersionSource;
