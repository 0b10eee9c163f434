/** Whether git accepts this full ref name, by the rules of `git check-ref-format`. */
export function isRefName(name: string): boolean {
  if (!name.includes('/') || name.endsWith('.') || name.endsWith('/') || name.startsWith('/')) return false;
  // eslint-disable-next-line no-control-regex -- control characters are forbidden in ref names
  if (/\.\.|@\{|\/\/|[\u0000-\u0020\u007f~^:?*[\\]/.test(name)) return false;
  return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}
