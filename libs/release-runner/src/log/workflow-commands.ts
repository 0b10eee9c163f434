/** A command that a step prints: `::error file=a.py,line=3::message`. */
export interface WorkflowCommand {
  /** Lower case, such as `error`. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Parses a line as a command; `undefined` when it is not a command. White space before the command is allowed. */
export function parseCommand(line: string): WorkflowCommand | undefined {
  const match = /^::([A-Za-z-]+)(?: ([^\n]*?))?::([\s\S]*)$/.exec(line.trimStart());
  if (match === null) return undefined;
  const [, name = '', properties = '', message = ''] = match;
  const pairs = properties
    .split(',')
    .map((pair) => /^\s*([^=]+)=(.*)$/s.exec(pair))
    .filter((pair) => pair !== null)
    .map(([, key = '', value = '']) => [key.trim(), unescapeProperty(value)]);
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(pairs) as Record<string, string>,
    message: unescapeMessage(message),
  };
}

/** Finds the commands in the lines of a step. Between `::stop-commands::token` and `::token::` there are no commands. */
export class CommandReader {
  #resumeWith: string | undefined;

  /** Parses the next line; `undefined` when it is text. */
  read(line: string): WorkflowCommand | undefined {
    if (this.#resumeWith !== undefined) {
      if (line.trim() === `::${this.#resumeWith}::`) this.#resumeWith = undefined;
      return undefined;
    }
    const command = parseCommand(line);
    if (command?.name === 'stop-commands') {
      this.#resumeWith = command.message;
      return undefined;
    }
    return command;
  }
}

function unescapeMessage(text: string): string {
  return text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
}

function unescapeProperty(text: string): string {
  return text
    .replace(/%0D/g, '\r')
    .replace(/%0A/g, '\n')
    .replace(/%3A/g, ':')
    .replace(/%2C/g, ',')
    .replace(/%25/g, '%');
}
