import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RunnerError } from '../errors.ts';
import { textOf } from '../workflow/expressions.ts';
import { pick, pickText } from '../run/host.ts';

/** The `action.yml` of a JavaScript action. */
export interface JavaScriptAction {
  /** Defaults of inputs by lower-case name. May contain `${{ github.token }}` and the like. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Names of all inputs, in lower case. */
  readonly inputs: readonly string[];
  /** Path of the script in the folder of the action. */
  readonly main: string;
  /** Script for the end of the job. */
  readonly post: string | undefined;
  /** Condition of `post`; default `always()`. */
  readonly postIf: string;
}

/** Reads `action.yml` or `action.yaml` in a folder. */
export async function readActionFile(folder: string): Promise<string> {
  for (const name of ['action.yml', 'action.yaml']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new RunnerError('RUNNER_ACTION_INVALID', `no action.yml in ${folder}`, {
    hint: 'For ./path, the workflow must check out the repository first.',
  });
}

/**
 * Parses an `action.yml`, or returns what the runner does not support in it, such as `runs.using: docker`.
 *
 * @throws RunnerError `RUNNER_ACTION_INVALID`
 */
export function parseAction(text: string, name: string): JavaScriptAction | { readonly unknown: string } {
  let read: unknown;
  try {
    read = parse(text);
  } catch (cause) {
    throw new RunnerError('RUNNER_ACTION_INVALID', `${name}: action.yml is not valid YAML`, { cause });
  }
  const using = pickText(read, 'runs', 'using') ?? '';
  if (!/^node\d+$/.test(using))
    return { unknown: `an action that runs using ${using === '' ? 'nothing' : using}` };
  if (pick(read, 'runs', 'pre') !== undefined) return { unknown: 'an action with a pre script' };
  const main = pickText(read, 'runs', 'main');
  if (main === undefined) throw new RunnerError('RUNNER_ACTION_INVALID', `${name}: runs.main is missing`);
  const inputs = Object.entries((pick(read, 'inputs') as object | undefined | null) ?? {});
  const defaults = inputs.flatMap(([key, input]) => {
    const value = pick(input, 'default');
    return value === undefined || value === null ? [] : [[key.toLowerCase(), textOf(value)]];
  });
  return {
    inputs: inputs.map(([key]) => key.toLowerCase()),
    defaults: Object.fromEntries(defaults) as Record<string, string>,
    main,
    post: pickText(read, 'runs', 'post'),
    postIf: pickText(read, 'runs', 'post-if') ?? 'always()',
  };
}
