import type { Result } from './measure.ts';

/** A comparison and its goals. */
export interface Table {
  readonly title: string;
  /** The contender that the others are compared with. */
  readonly base: string;
  readonly results: readonly Result[];
  readonly goals: readonly { readonly what: string; readonly met: boolean }[];
}

/** Renders a comparison as Markdown. */
export function renderTable({ title, base, results, goals }: Table): string {
  const unit = results.find(({ name }) => name === base)?.wallMs ?? 0;
  const rows = results.map(({ name, wallMs, cpuMs, peakBytes, ended, runs }) => {
    const cpu = seconds(cpuMs);
    const memory = `${(peakBytes / 1e6).toFixed(0)} MB`;
    if (ended === 'timeout')
      return `| ${name} | killed after ${seconds(wallMs)} | more than ${times(wallMs, unit)} | ${cpu} | ${memory} | 1 |`;
    if (ended !== 'ok') return `| ${name} | failed: ${ended} | | | | ${runs.length} |`;
    return `| ${name} | ${seconds(wallMs)} | ${times(wallMs, unit)} | ${cpu} | ${memory} | ${runs.length} |`;
  });
  return [
    `### ${title}`,
    '',
    `| | wall time | times ${base} | processor time | peak memory | runs |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    ...goals.map(({ what, met }) => `- ${met ? 'met' : '**missed**'}: ${what}`),
  ].join('\n');
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function times(ms: number, unit: number): string {
  return `${(ms / unit).toFixed(2)}×`;
}
