import type { StageReport, StepReport } from '@heroku-release/release-kit';

const MARKS: Readonly<Record<StepReport['outcome'], string>> = {
  settled: '✓',
  done: '✔ done',
  'would-act': '→ would act',
  held: '⏸ held',
  refused: '✋ refused',
  failed: '✘ failed',
  cancelled: '■ cancelled',
  'not-run': '– not run',
};

/** Renders the report of a stage as GitHub Markdown for the step summary. Problems come first. Pure. */
export function renderSummary(report: StageReport, resume: string): string {
  const lines = [`## ${report.stage}: ${report.outcome}`, ''];
  const problems = report.steps.filter(({ error, outcome }) => error !== undefined || outcome === 'held');
  for (const { step, because, error } of problems) {
    const { line, rest } = firstLine(because);
    lines.push(`> **${step}**${error === undefined ? '' : ` \`${error.code}\``}: ${cell(line)}`);
    if (error?.hint !== undefined) lines.push('>', `> ${cell(error.hint)}`);
    lines.push('', ...(rest === '' ? [] : [`<pre>${plain(rest)}</pre>`, '']));
  }
  if (!['done', 'nothing-to-do', 'refused'].includes(report.outcome)) {
    lines.push(`To continue: \`${resume}\``, '');
  }
  lines.push('| step | outcome | what and why |', '| --- | --- | --- |');
  for (const { step, outcome, because, did, notes = [] } of report.steps) {
    const remarks = [firstLine(did ?? because).line, ...notes.map((note) => `⚠ ${note}`)];
    lines.push(`| ${step} | ${MARKS[outcome]} | ${remarks.map(cell).join('<br>')} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** Separates the first line, which says what failed, from the output of the failed command. */
function firstLine(text: string): { readonly line: string; readonly rest: string } {
  const [line = '', ...rest] = text.trim().split(/\r\n|[\r\n]/);
  return { line, rest: rest.join('\n').trimEnd() };
}

/** Untrusted text for a line or a cell, without markup, mentions and line breaks. */
function cell(text: string): string {
  return plain(text.replace(BREAKS, ' ')).replace(
    /[|\\`*_~[\]#!]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

// eslint-disable-next-line no-control-regex -- every character that some program treats as a line end
const BREAKS = /[\r\n\u000b\u000c\u0085\u2028\u2029]+/g;

/** Text without HTML, in which `@name` notifies nobody. */
function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@&#8203;');
}
