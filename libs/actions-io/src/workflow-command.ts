/** Escapes percent signs and line breaks in the message of a workflow command. */
export function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property value of a workflow command: like a message, plus colons and commas. */
export function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Renders a workflow command without the line break: `::error file=a.py,line=3::message`. */
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
 * Turns untrusted text (titles, branch names, error bodies) into lines that the runner never reads as a command. For the runner, a line
 * is a command when it starts with `::`, after optional white space, or contains `##[`; a space is inserted into both. Every kind of
 * line break becomes `\n`; other control characters except the tab are removed.
 */
export function untrustedText(text: string): string {
  return text
    .replace(/\r\n|[\r\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(CONTROL, '')
    .replace(/^([^\S\n]*:):/gmu, '$1 :')
    .replaceAll('##[', '## [');
}

// eslint-disable-next-line no-control-regex -- escape sequences could rewrite earlier lines of the log
const CONTROL = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\ufeff]/g;
