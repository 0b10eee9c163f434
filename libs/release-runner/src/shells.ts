/** How a script is run, by the name of its shell. `{0}` is the script's file. GitHub's own invocations. */
export const SHELLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bash', ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '{0}']],
  ['sh', ['sh', '-e', '{0}']],
  ['python', ['python', '{0}']],
]);

/** A step that names no shell: bash without `pipefail`. */
export const UNNAMED_SHELL: readonly string[] = ['bash', '-e', '{0}'];
