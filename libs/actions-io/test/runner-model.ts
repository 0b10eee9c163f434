/**
 * Finds the commands in a step's output as the runner does (actions/runner, src/Runner.Common/ActionCommand.cs): a line that starts with
 * `::` after white space, or that contains `##[`. Lines end as in .NET's StreamReader.
 */
export function commandsIn(output: string): string[] {
  return output.split(/\r\n|\n|\r/).filter((line) => isCommand(line));
}

function isCommand(line: string): boolean {
  const trimmed = line.replace(/^[\s\u0085]+/u, '');
  const second = trimmed.startsWith('::') && trimmed.indexOf('::', 2) > 0;
  const open = line.indexOf('##[');
  return second || (open >= 0 && line.includes(']', open));
}

/** Parses a file of outputs as the runner does (FileCommandManager.cs, `name<<delimiter` entries only). */
export function outputsIn(text: string): Record<string, string> {
  const lines = text.split('\n');
  const outputs: Record<string, string> = {};
  for (let at = 0; at < lines.length && lines[at] !== ''; at += 1) {
    const [name = '', delimiter = ''] = (lines[at] ?? '').split('<<');
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`no end of ${name}`);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}
