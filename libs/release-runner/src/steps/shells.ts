/** GitHub's command lines for scripts, by shell. `{0}` is the file of the script. */
export const SHELLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bash', ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '{0}']],
  ['sh', ['sh', '-e', '{0}']],
  // GitHub's machines have `python`; the machine of a developer may have only `python3`.
  ['python', ['sh', '-c', 'exec "$(command -v python || command -v python3)" "$1"', 'sh', '{0}']],
]);

/** The command line of a step without `shell:`, bash without `pipefail`. */
export const DEFAULT_SHELL: readonly string[] = ['bash', '-e', '{0}'];
