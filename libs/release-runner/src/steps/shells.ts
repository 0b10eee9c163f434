/** How a script is run, by the name of its shell. `{0}` is the script's file. GitHub's own invocations. */
export const SHELLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bash', ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '{0}']],
  ['sh', ['sh', '-e', '{0}']],
  // GitHub's machines have `python`; one of a developer may have `python3` alone.
  ['python', ['sh', '-c', 'exec "$(command -v python || command -v python3)" "$1"', 'sh', '{0}']],
]);

/** A step that names no shell: bash without `pipefail`. */
export const UNNAMED_SHELL: readonly string[] = ['bash', '-e', '{0}'];
