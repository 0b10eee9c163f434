import type { CommandResult } from '@heroku-release/release-kit';

const LINES = 40;
const CHARACTERS = 4000;

/** The end of a process's output, without colours: standard output first, then standard error. */
export function outputEnd(result: CommandResult): string {
  const text = [result.stdout, result.stderr].map(withoutColours).filter((part) => part !== '');
  return text.join('\n').split('\n').slice(-LINES).join('\n').slice(-CHARACTERS);
}

// eslint-disable-next-line no-control-regex -- terminal colours start with the escape character
const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').trim();
