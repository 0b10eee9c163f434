const VALID = /^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i;

/** Whether `name` may name a project: ASCII letters, digits, `.`, `_`, `-`; first and last a letter or digit. */
export function isProjectName(name: string): boolean {
  return VALID.test(name) && !name.endsWith('\n');
}

/** The name as indexes compare it and as it stands in their URLs (PEP 503): `Foo__bar` gives `foo-bar`. */
export function normalizeProjectName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** The name as file names hold it: `Foo.bar` gives `foo_bar`. */
export function fileNameForm(name: string): string {
  return normalizeProjectName(name).replaceAll('-', '_');
}
