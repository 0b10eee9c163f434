const VALID = /^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i;

/** Whether `name` is a valid project name: ASCII letters, digits, `.`, `_` and `-`, with a letter or digit at both ends. */
export function isProjectName(name: string): boolean {
  return VALID.test(name) && !name.endsWith('\n');
}

/** The form in which indexes compare names and use them in URLs (PEP 503): `Foo__bar` becomes `foo-bar`. */
export function normalizeProjectName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** The form of the name in file names: `Foo.bar` becomes `foo_bar`. */
export function fileNameForm(name: string): string {
  return normalizeProjectName(name).replaceAll('-', '_');
}
