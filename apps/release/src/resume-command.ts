/** Words that a shell takes as they are. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** The command line that continues what was begun; words that a shell would change are quoted, absent ones are left out. Pure. */
export function resumeCommand(...words: readonly (string | undefined)[]): string {
  const given = words.filter((word) => word !== undefined);
  return ['heroku-release', ...given.map((word) => (PLAIN.test(word) ? word : quoted(word)))].join(' ');
}

/** An option and its value as two words; none when there is no value. Pure. */
export function optionWords(option: string, value: string | undefined): string[] {
  return value === undefined ? [] : [option, value];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
