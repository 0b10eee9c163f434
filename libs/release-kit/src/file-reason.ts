/** The code of an error of the operating system, such as `ENOENT`; `undefined` for any other error. */
export function systemCodeOf(cause: unknown): string | undefined {
  const isSystemError =
    cause instanceof Error && 'code' in cause && 'syscall' in cause && typeof cause.code === 'string';
  return isSystemError ? (cause.code as string) : undefined;
}

/** Why a file cannot be read or written, in a few words. */
export function fileReason(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause) {
    if (cause.code === 'ENOENT') return 'no such file';
    if (cause.code === 'EACCES') return 'permission denied';
    if (cause.code === 'EISDIR') return 'is a folder';
    if (cause.code === 'ELOOP') return 'is a circle of links';
    return String(cause.code);
  }
  return String(cause);
}
