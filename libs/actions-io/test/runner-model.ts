/**
 * How the runner reads a step's output, after actions/runner src/Runner.Common/ActionCommand.cs: a line that starts with `::`
 * after white space, else one that holds `##[` anywhere. Lines end as .NET's StreamReader ends them.
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

/** What the runner takes out of a file of outputs (FileCommandManager.cs, `name<<delimiter` entries only). */
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
