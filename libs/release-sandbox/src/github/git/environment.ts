/** Isolates the sandbox's git from the settings of the machine and the user. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** The SHA that git uses for "no object". */
export const zeroSha = '0'.repeat(40);
