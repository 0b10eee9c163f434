import type { Palette } from '@heroku-release/release-flow';
import type { RehearsalDocument } from './rehearsal-document.ts';

/** The end of a rehearsal for people: verdict, effects in order, hashes. Pure. */
export function renderRehearsal(document: RehearsalDocument, palette: Palette): string {
  const { good, bad, dim, strong } = palette;
  const lines: string[] = ['', strong('Effects, in order')];
  for (const [index, effect] of document.effects.entries()) lines.push(`  ${index + 1}. ${effect}`);
  lines.push('', strong('Requests'));
  for (const [stage, sides] of Object.entries(document.requests)) {
    const counts = Object.entries(sides).map(([side, count]) => `${side} ${count}`);
    lines.push(`  ${stage}: ${counts.length === 0 ? 'none' : counts.join(', ')}`);
  }
  if (document.artifacts.length > 0) lines.push('', strong('Hashes: plan = GitHub release = index'));
  for (const artifact of document.artifacts) {
    const mark = artifact.equal ? good('✓ equal') : bad('✘ different or missing');
    lines.push(`  ${artifact.name} (${artifact.size} bytes) ${mark}`);
    lines.push(`    plan    ${artifact.sha256}`);
    lines.push(`    release ${artifact.release ?? '–'}`);
    lines.push(`    index   ${artifact.index ?? '–'}`);
    if (artifact.testedOn.length > 0) lines.push(`    passed on Python ${artifact.testedOn.join(', ')}`);
  }
  lines.push('', dim('attestations: off'));
  if (document.error !== undefined) {
    lines.push(bad(`${document.error.message} (${document.error.code})`));
    if (document.error.hint !== undefined) lines.push(document.error.hint);
  }
  const paint = document.verdict === 'released' ? good : bad;
  lines.push(paint(strong(verdictLine(document))), '');
  return lines.join('\n');
}

function verdictLine(document: RehearsalDocument): string {
  const { verdict, version, pythons, skipped, durationMs } = document;
  const notes = [
    pythons.missing.length === 0 ? undefined : `not installed here: Python ${pythons.missing.join(', ')}`,
    skipped.length === 0 ? undefined : `SKIPPED: ${skipped.join(', ')}`,
  ].filter((note) => note !== undefined);
  const what = version === undefined ? '' : ` ${document.repository} ${version}`;
  const took = `${(durationMs / 1000).toFixed(1)} s`;
  return `verdict: ${verdict}${what} (rehearsed in ${[took, ...notes].join('; ')})`;
}
