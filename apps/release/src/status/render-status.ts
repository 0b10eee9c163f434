import type { ReleaseStatus } from '@heroku-release/release-flow';

/** Renders the status as text. Pure. */
export function renderStatus(status: ReleaseStatus): string {
  const lines = [
    status.version === undefined
      ? `${status.repository}: no release yet`
      : `${status.repository} ${status.version}: ${status.state}`,
  ];
  for (const step of status.publish?.steps ?? []) {
    const mark = { settled: '✓', 'would-act': '→', refused: '✋', failed: '✘', 'not-run': '–' }[
      step.outcome as string
    ];
    lines.push(`  ${mark ?? '·'} ${step.step}: ${step.because}`);
  }
  const others = status.inFlight.filter(({ version }) => version !== status.version);
  for (const other of others)
    lines.push(`  also in flight: ${other.version}, ${other.state}, ${other.pullRequest}`);
  lines.push(`next: ${status.next}`);
  return `${lines.join('\n')}\n`;
}
