/** Keeps the settings of the machine and of its user out of the sandbox's git. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** What git writes for "no object". */
export const zeroSha = '0'.repeat(40);
