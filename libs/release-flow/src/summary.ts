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

/** A stage's report as GitHub Markdown for the step summary; what needs a person comes first. Pure. */
export function renderSummary(report: StageReport, resume: string): string {
  const lines = [`## ${report.stage}: ${report.outcome}`, ''];
  const troubles = report.steps.filter(({ error, outcome }) => error !== undefined || outcome === 'held');
  for (const { step, because, error } of troubles) {
    lines.push(`> **${step}**${error === undefined ? '' : ` \`${error.code}\``}: ${cell(because)}`);
    if (error?.hint !== undefined) lines.push(`> ${cell(error.hint)}`);
    lines.push('');
  }
  if (!['done', 'nothing-to-do', 'refused'].includes(report.outcome)) {
    lines.push(`To continue: \`${resume}\``, '');
  }
  lines.push('| step | outcome | because |', '| --- | --- | --- |');
  for (const { step, outcome, because, notes = [] } of report.steps) {
    lines.push(
      `| ${step} | ${MARKS[outcome]} | ${[because, ...notes.map((note) => `⚠ ${note}`)].map(cell).join('<br>')} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Foreign text in a cell: no markup, no line breaks. */
function cell(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|')
    .replace(/@(?=\w)/g, '@&#8203;');
}
