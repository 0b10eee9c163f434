/** An input of `workflow_dispatch`. */
export interface WorkflowInput {
  readonly required: boolean;
  readonly default?: string | undefined;
}

/** The part of a workflow file that a dispatch needs. */
export interface Triggers {
  /** The declared inputs; absent if the file has no `workflow_dispatch`. */
  readonly workflowDispatch?: ReadonlyMap<string, WorkflowInput>;
}

interface Entry {
  /** Text after the colon. */
  readonly value: string;
  readonly children: readonly string[];
}

/** Reads the triggers of a workflow file. Supports the YAML that `on:` needs: block mappings and sequences, and flow lists of event names. */
export function readTriggers(text: string): Triggers {
  const top = entries(lines(text));
  const on = top.get('on');
  if (on === undefined) return {};
  if (on.value !== '') {
    const names = on.value.replaceAll(/[[\]{}'"]/g, ' ').split(/[\s,:]+/);
    return names.includes('workflow_dispatch') ? { workflowDispatch: new Map() } : {};
  }
  const events = entries(on.children);
  const dispatch = events.get('workflow_dispatch');
  if (dispatch === undefined) return {};
  const inputs = entries(dispatch.children).get('inputs');
  return { workflowDispatch: new Map(readInputs(inputs?.children ?? [])) };
}

function* readInputs(children: readonly string[]): Iterable<[string, WorkflowInput]> {
  for (const [name, entry] of entries(children)) {
    const properties = entries(entry.children);
    yield [
      name,
      {
        required: properties.get('required')?.value === 'true',
        default: properties.get('default')?.value,
      },
    ];
  }
}

/** Non-empty lines, without comments. */
function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trimEnd())
    .filter((line) => line !== '');
}

/** The entries of the outermost mapping or sequence. A sequence of names is read as a mapping without values. */
function entries(block: readonly string[]): Map<string, Entry> {
  const found = new Map<string, Entry>();
  const indent = indentOf(block[0] ?? '');
  let start = 0;
  while (start < block.length) {
    let end = start + 1;
    while (end < block.length && indentOf(block[end] ?? '') > indent) end += 1;
    const line = (block[start] ?? '').trim().replace(/^- +/, '');
    const match = /^(?<key>"[^"]*"|'[^']*'|[^:]+?)\s*(?::(?:\s+(?<value>.*))?)?$/.exec(line);
    if (match?.groups !== undefined)
      found.set(unquote(match.groups['key'] ?? ''), {
        value: unquote((match.groups['value'] ?? '').trim()),
        children: block.slice(start + 1, end),
      });
    start = end;
  }
  return found;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

const unquote = (text: string) => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
