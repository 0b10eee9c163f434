import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunnerError } from '../errors.ts';

/** The files that a step may append to, by their variable. */
const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const;

/** GitHub drops a larger summary of a step, in bytes. */
export const SUMMARY_LIMIT = 1024 * 1024;

/** Parsed command files of a step. */
export interface StepWrites {
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  readonly summary: string;
}

/** The command files of a step. */
export class CommandFiles {
  /** The variables with the paths of the files. */
  readonly variables: Readonly<Record<string, string>>;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.variables = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]));
  }

  /** Creates empty files in a new folder. */
  static async create(folder: string): Promise<CommandFiles> {
    await mkdir(folder, { recursive: true });
    await Promise.all(FILES.map((name) => writeFile(join(folder, name), '')));
    return new CommandFiles(folder);
  }

  /**
   * Reads what the step wrote.
   *
   * @throws RunnerError `RUNNER_COMMAND_FILE_INVALID`
   */
  async read(): Promise<StepWrites> {
    const [outputs, env, state, paths, summary] = await Promise.all(
      FILES.map((name) => readFile(join(this.#folder, name), 'utf8').catch(() => '')),
    );
    return {
      outputs: parseKeyValues(outputs ?? '', 'GITHUB_OUTPUT'),
      env: parseEnvironment(env ?? ''),
      state: parseKeyValues(state ?? '', 'GITHUB_STATE'),
      paths: (paths ?? '').split(/\r?\n/).filter((line) => line !== ''),
      summary: summary ?? '',
    };
  }
}

/** Parses `name=value` lines and `name<<DELIMITER` blocks. */
export function parseKeyValues(text: string, file: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2);
      const name = line.slice(0, heredoc);
      const end = lines.indexOf(delimiter, index + 1);
      if (name === '' || delimiter === '') throw invalid(file, `Invalid format '${line}'`);
      if (end < 0) throw invalid(file, `Matching delimiter not found '${delimiter}'`);
      values[name] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (equals > 0) values[line.slice(0, equals)] = line.slice(equals + 1);
    else throw invalid(file, `Invalid format '${line}'`);
  }
  return values;
}

/** Parses `GITHUB_ENV`. Like GitHub, drops names that it cannot set and refuses `NODE_OPTIONS`. */
function parseEnvironment(text: string): Readonly<Record<string, string>> {
  const values = parseKeyValues(text, 'GITHUB_ENV');
  if ('NODE_OPTIONS' in values) throw invalid('GITHUB_ENV', "Can't store NODE_OPTIONS");
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/^(GITHUB|RUNNER)_/i.test(name)));
}

function invalid(file: string, what: string): RunnerError {
  return new RunnerError('RUNNER_COMMAND_FILE_INVALID', `${file}: ${what}`, {
    hint: 'Write NAME=value, or NAME<<DELIMITER with the delimiter alone on the last line.',
  });
}
