// usage: node tools/checks/rehearsal.ts <file with the output of `npm run -s rehearse -- --json`>
// Checks that the rehearsal released the example: one document and nothing else, all four stages, and equal hashes in all three places.
import { readFileSync } from 'node:fs';
import { conclude } from './check.ts';

interface Rehearsal {
  readonly verdict: string;
  readonly version?: string;
  readonly tag?: string;
  readonly commit?: string;
  readonly artifacts: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly release?: string;
    readonly index?: string;
    readonly testedOn: readonly string[];
  }[];
  readonly pythons: { readonly tested: readonly string[]; readonly missing: readonly string[] };
  readonly steps: readonly { readonly stage: string; readonly outcome: string }[];
  readonly error?: { readonly code: string; readonly message: string };
}

const [file = ''] = process.argv.slice(2);
// Throws if the output has anything besides the document.
const report = JSON.parse(readFileSync(file, 'utf8')) as Rehearsal;
const stages = new Set(report.steps.map(({ stage }) => stage));
const kinds = (suffix: string) => report.artifacts.filter(({ name }) => name.endsWith(suffix));

const problems = [
  ...unless(
    report.verdict === 'released',
    `verdict: ${report.verdict} ${JSON.stringify(report.error ?? {})}`,
  ),
  ...['draft', 'package', 'create-tag', 'publish'].flatMap((stage) => {
    return unless(stages.has(stage), `the stage ${stage} did not run`);
  }),
  ...unless(
    report.tag === `v${report.version ?? ''}`,
    `tag ${report.tag ?? ''} of version ${report.version ?? ''}`,
  ),
  ...unless(/^[0-9a-f]{40}$/.test(report.commit ?? ''), `commit ${report.commit ?? ''}`),
  ...unless(kinds('.whl').length === 1 && kinds('.tar.gz').length === 1, 'not one wheel and one sdist'),
  ...report.artifacts.flatMap(({ name, sha256, release, index }) => {
    const hashes = { plan: sha256, release, index };
    return unless(release === sha256 && index === sha256, `${name}: ${JSON.stringify(hashes)}`);
  }),
  ...kinds('.whl').flatMap(({ name, testedOn }) => {
    return unless(testedOn.length > 0, `${name} passed on no Python`);
  }),
];
const missing =
  report.pythons.missing.length === 0 ? '' : `, not installed: ${report.pythons.missing.join(', ')}`;
conclude(
  `rehearsal: released ${report.version ?? 'nothing'}, ${report.artifacts.length} files equal in plan, release and index, ` +
    `tested on Python ${report.pythons.tested.join(', ')}${missing}`,
  problems,
);

function unless(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}
