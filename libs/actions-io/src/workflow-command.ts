/** Escapes the message of a workflow command: percent sign and line breaks. */
export function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property value of a workflow command: as a message, and colon and comma. */
export function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One line that the runner reads as a command, without the line break: `::error file=a.py,line=3::message`. */
export function workflowCommand(
  name: string,
  message = '',
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${[name, given.join(',')].join(' ').trim()}::${escapeMessage(message)}`;
}

/**
 * Text from outside (titles, branch names, error bodies) as lines that the runner can never read as a command. The runner takes
 * a line for one when it starts with `::`, white space in front allowed, or has `##[` anywhere; both are pulled apart by a space.
 * Every kind of line break becomes `\n`; other control characters but the tab go.
 */
export function foreignText(text: string): string {
  return text
    .replace(/\r\n|[\r\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(CONTROL, '')
    .replace(/^(\s*:):/gmu, '$1 :')
    .replaceAll('##[', '## [');
}

// eslint-disable-next-line no-control-regex -- escape sequences would let foreign text rewrite what stands above it
const CONTROL = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\ufeff]/g;
