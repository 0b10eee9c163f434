/** Words that need no quotes in a shell. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** Renders the command line that continues an interrupted run. Quotes words for the shell and skips undefined ones. Pure. */
export function resumeCommand(...words: readonly (string | undefined)[]): string {
  const given = words.filter((word) => word !== undefined);
  return ['heroku-release', ...given.map((word) => (PLAIN.test(word) ? word : quoted(word)))].join(' ');
}

/** An option and its value as two words; empty without a value. Pure. */
export function optionWords(option: string, value: string | undefined): string[] {
  return value === undefined ? [] : [option, value];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
